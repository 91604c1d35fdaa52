"""The payment provider Paykassma: its API, its postbacks and its payment window. All is pure except the HTTP client."""
