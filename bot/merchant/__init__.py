"""The merchant's own platform, which hears of money: what an event says, how it is signed, how it gets there."""
