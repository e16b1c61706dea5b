"""A window with one text field: prints `ready`, and the field's contents as JSON whenever they change."""

import json
import tkinter

root = tkinter.Tk(className="TextField")
field = tkinter.Text(root, width=60, height=20)
field.pack()


def report(_event):
    if field.edit_modified():
        field.edit_modified(False)
        print(json.dumps(field.get("1.0", "end-1c")), flush=True)


field.bind("<<Modified>>", report)
root.after(300, field.focus_force)
root.after(500, lambda: print("ready", flush=True))
root.mainloop()
