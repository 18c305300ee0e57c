"""What a machine needs before the kit can be built. `bootstrap.py` installs it, `lock.py` pins it.

Both run before anything of ours is installed: they use the standard library only and import nothing of ours.
"""
