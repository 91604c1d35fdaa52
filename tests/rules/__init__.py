"""A machine that tells stories: any act of anybody after any other, and after each the promises must stand."""
