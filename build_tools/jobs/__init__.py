"""The engine: what has changed is made anew, in parallel, and put in place whole.

templates.py  template files, the kit's before ours
key.py        a hash of all that a job depends on
run.py        jobs on a process pool, or on any other `concurrent.futures.Executor`
manifest.py   `manifest.json`, the record of the last build
store.py      the output folder: parts made aside, swapped in whole, mended after a build that was cut off
disk.py       files hashed, flushed and removed; what the system says, in words
lock.py       one build at a time in one folder
"""
