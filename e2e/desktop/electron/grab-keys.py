"""Grabs keys from the X server, as a desktop's global shortcuts do: they no longer reach the window in front.

Lines in: `grab ACCELERATOR`, `release ACCELERATOR`. Lines out: `granted`, `refused` (for each grab), `pressed ACCELERATOR`.
"""

import ctypes
import ctypes.util
import os
import select
import sys

X = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
X.XOpenDisplay.restype = ctypes.c_void_p
X.XDefaultRootWindow.restype = ctypes.c_ulong
X.XStringToKeysym.restype = ctypes.c_ulong
X.XKeysymToKeycode.restype = ctypes.c_ubyte

MODIFIERS = {"shift": 1, "control": 4, "ctrl": 4, "commandorcontrol": 4, "alt": 8, "super": 64}
LOCKS = (0, 2, 16, 18)  # CapsLock and NumLock don't matter
KEYS = {"space": "space", "escape": "Escape", "enter": "Return"}
KEY_PRESS = 2

handle = X.XOpenDisplay(None)
if handle is None:
    sys.exit("No X display.")
display = ctypes.c_void_p(handle)
root = ctypes.c_ulong(X.XDefaultRootWindow(display))
errors = []
Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
remember_error = Handler(lambda _display, _event: errors.append(1) or 0)
X.XSetErrorHandler(remember_error)


class KeyEvent(ctypes.Structure):
    """XKeyEvent, padded to the size of an XEvent."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("root", ctypes.c_ulong),
        ("subwindow", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("x_root", ctypes.c_int),
        ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint),
        ("keycode", ctypes.c_uint),
        ("padding", ctypes.c_long * 16),
    ]


def parse(accelerator):
    """The key code and the modifier mask of an accelerator."""
    *modifiers, key = accelerator.split("+")
    name = KEYS.get(key.lower(), key.lower() if len(key) == 1 else key)
    code = X.XKeysymToKeycode(display, ctypes.c_ulong(X.XStringToKeysym(name.encode())))
    return code, sum(MODIFIERS[each.lower()] for each in modifiers)


def grab(accelerator):
    code, mask = parse(accelerator)
    errors.clear()
    for lock in LOCKS:
        X.XGrabKey(display, code, mask | lock, root, 0, 1, 1)
    X.XSync(display, 0)
    if errors or code == 0:
        release(accelerator)
        return False
    return True


def release(accelerator):
    code, mask = parse(accelerator)
    for lock in LOCKS:
        X.XUngrabKey(display, code, mask | lock, root)
    X.XSync(display, 0)


grabbed = {}


def obey(line):
    what, accelerator = line.split(" ", 1)
    if what == "grab":
        is_granted = grab(accelerator)
        if is_granted:
            grabbed[parse(accelerator)] = accelerator
        print("granted" if is_granted else "refused", flush=True)
    else:
        grabbed.pop(parse(accelerator), None)
        release(accelerator)


event = KeyEvent()
pending = b""
while True:
    while X.XPending(display):
        X.XNextEvent(display, ctypes.byref(event))
        accelerator = grabbed.get((event.keycode, event.state & ~18))
        if event.type == KEY_PRESS and accelerator is not None:
            print("pressed", accelerator, flush=True)
    ready, _, _ = select.select([0, X.XConnectionNumber(display)], [], [])
    if 0 in ready:
        data = os.read(0, 65536)
        if data == b"":
            break
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            obey(line.decode())
