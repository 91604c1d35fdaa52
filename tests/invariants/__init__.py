"""The invariants, each written once as a function of facts; every engine supplies the facts it has."""
