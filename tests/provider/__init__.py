"""The provider's part: vectors, PHP itself, attack bodies, and a server with every fate."""
