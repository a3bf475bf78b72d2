"""The laws of the conversion, checked by witnesses that share nothing with the code they judge.

Everything here is typed from the reference of the storage format and uses lxml; nothing of ``mkdocs_confluence.storage``
is imported. ``vocabulary`` judges what is written, ``words`` what is said, ``links`` where it leads, ``generator``
makes pages to judge.
"""
