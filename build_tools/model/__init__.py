"""The model: frozen records that readers make and outputs read. Touches no file, imports nothing of ours."""
