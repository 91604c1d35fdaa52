"""The sandbox: the real bot with simulated servers, and a web page to try it on."""
