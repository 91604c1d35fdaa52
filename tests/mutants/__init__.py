"""Faults put into the product on purpose: a suite that does not notice one of them lacks a test."""
