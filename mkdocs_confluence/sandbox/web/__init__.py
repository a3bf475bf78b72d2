"""The sandbox over HTTP: who asks, what is answered, and what goes wrong on purpose."""
