#!/usr/bin/env python3
"""Prints which rooms of Sources/Interp use which other rooms. It fails where tools/rooms.txt does not allow such a use.

A room is a folder of Sources/Interp. The files outside all folders are the room `Interp`. The uses come from the compiler's index,
which a debug build writes; the script does not read the sources.

tools/rooms.py [--quiet] [--of ROOM ROOM]
  --quiet   prints only what is wrong
  --of      prints each place where the first room uses the second
"""
import collections
import ctypes
import os
import shutil
import sys

DEFINITION, REFERENCE = 2, 4
RECORD = 2
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_char)), ("length", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode()


def library():
    swift = os.path.realpath(shutil.which("swift"))
    lib = ctypes.CDLL(os.path.join(os.path.dirname(os.path.dirname(swift)), "lib", "libIndexStore.so"))
    pointer = ctypes.c_void_p
    for name, result, arguments in [
        ("store_create", pointer, [ctypes.c_char_p, pointer]),
        ("unit_reader_create", pointer, [pointer, ctypes.c_char_p, pointer]),
        ("unit_reader_get_main_file", Text, [pointer]),
        ("unit_dependency_get_kind", ctypes.c_int, [pointer]),
        ("unit_dependency_get_name", Text, [pointer]),
        ("record_reader_create", pointer, [pointer, ctypes.c_char_p, pointer]),
        ("occurrence_get_symbol", pointer, [pointer]),
        ("occurrence_get_roles", ctypes.c_uint64, [pointer]),
        ("symbol_get_usr", Text, [pointer]),
        ("symbol_get_name", Text, [pointer]),
    ]:
        function = getattr(lib, "indexstore_" + name)
        function.restype, function.argtypes = result, arguments
    return lib


def walk(function, reader, call, *before):
    """Calls `call` for each element. The index gives its elements only to such a callback."""
    kind = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
    function.restype = ctypes.c_bool
    back = kind(lambda _, element: call(element) or True)
    function(ctypes.c_void_p(reader), *before, None, back)


def room(path):
    parts = path.split("/")
    return parts[0] if len(parts) > 1 else "Interp"


def read(root):
    """Returns three dictionaries: each file's record, the file that defines each symbol, and the uses of symbols in each file with their lines."""
    index = os.path.join(root, ".build", "debug", "index", "store")
    lib = library()
    store = lib.indexstore_store_create(index.encode(), None)
    if not store:
        sys.exit(f"rooms: there is no index at {index}; swift build makes it")
    units = []
    collect = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, Text)(lambda _, name: units.append(str(name)) or True)
    lib.indexstore_store_units_apply_f(ctypes.c_void_p(store), 1, None, collect)
    base = os.path.join(os.path.realpath(root), "Sources", "Interp") + "/"
    records = {}
    for name in units:
        unit = lib.indexstore_unit_reader_create(store, name.encode(), None)
        path = str(lib.indexstore_unit_reader_get_main_file(unit))
        if not path.startswith(base) or not os.path.exists(path):
            continue

        def dependency(element, path=path):
            if lib.indexstore_unit_dependency_get_kind(element) == RECORD:
                records[path[len(base):]] = str(lib.indexstore_unit_dependency_get_name(element))

        walk(lib.indexstore_unit_reader_dependencies_apply_f, unit, dependency)
    definitions, uses = {}, collections.defaultdict(list)
    position = lib.indexstore_occurrence_get_line_col
    position.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint), ctypes.POINTER(ctypes.c_uint)]
    line, column = ctypes.c_uint(), ctypes.c_uint()
    for path, record in records.items():
        reader = lib.indexstore_record_reader_create(store, record.encode(), None)

        def occurrence(element, path=path):
            symbol = lib.indexstore_occurrence_get_symbol(element)
            roles = lib.indexstore_occurrence_get_roles(element)
            usr = str(lib.indexstore_symbol_get_usr(symbol))
            if roles & DEFINITION:
                definitions[usr] = path
            elif roles & REFERENCE:
                position(element, line, column)
                uses[path].append((usr, str(lib.indexstore_symbol_get_name(symbol)), line.value))

        walk(lib.indexstore_record_reader_occurrences_apply_f, reader, occurrence)
    return records, definitions, uses


def allowed_arrows(path):
    """The rooms in the order of the list, each with the rooms that it may use. A room may use only rooms before it."""
    rooms = {}
    with open(path) as lines:
        for number, text in enumerate(lines, 1):
            words = text.split("#")[0].replace(":", " ").split()
            if not words:
                continue
            for word in words[1:]:
                if word not in rooms:
                    sys.exit(f"{path}:{number}: {words[0]} may not use {word}, which does not stand before it")
            rooms[words[0]] = words[1:]
    return rooms


def main(arguments):
    records, definitions, uses = read(ROOT)
    arrows = collections.defaultdict(collections.Counter)
    places = collections.defaultdict(set)
    for path, found in uses.items():
        for usr, name, line in found:
            target = definitions.get(usr)
            if target and room(target) != room(path):
                arrow = room(path), room(target)
                # The index also lists a property's getter and setter. They are not counted, because the property itself is.
                arrows[arrow][name] += not name.startswith(("getter:", "setter:"))
                places[arrow].add((path, line, name, target))
    if "--of" in arguments:
        one, other = arguments[arguments.index("--of") + 1 :][:2]
        for path, line, name, target in sorted(places[one, other]):
            print(f"Sources/Interp/{path}:{line}: {name}  (of {target})")
        return 0
    allowed = allowed_arrows(os.environ.get("ROOMS_LIST") or os.path.join(ROOT, "tools", "rooms.txt"))
    if "--quiet" not in arguments:
        for name in allowed:
            count = sum(1 for path in records if room(path) == name)
            used = [f"{other} {sum(arrows[name, other].values())}" for other in allowed if (name, other) in arrows]
            print(f"{name} ({count} files) uses {', '.join(used) or 'nothing'}")
    broken = 0
    for path in sorted(records):
        if room(path) not in allowed:
            broken = 1
            print(f"rooms: Sources/Interp/{path} lies in a room that tools/rooms.txt does not name")
    for (one, other), names in sorted(arrows.items()):
        if other not in allowed.get(one, [other]):
            broken = 1
            path, line, name, target = min(places[one, other])
            print(f"Sources/Interp/{path}:{line}: {one} must not use {other}, here {name} of {target}; {sum(names.values())} uses in all")
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
