"""A number to pay to that was replaced is found by its end, as all numbers are."""


def numbers_end(_dialect: str) -> list[str]:
    return [
        """CREATE INDEX dead_numbers_number_end ON dead_numbers (substr(number, length(number) - 3), at)
            WHERE number <> ''""",
    ]
