"""Bags in every form, as folders."""

import pathlib
import shutil
import tarfile
import zipfile


def unpack(bag, folder):
    """Unpacks a zip, a tar or a folder into `folder`, which is not there yet; gives the bag's own folder in it."""
    bag, folder = pathlib.Path(bag), pathlib.Path(folder)
    if bag.is_dir():
        shutil.copytree(bag, folder)
    elif zipfile.is_zipfile(bag):
        with zipfile.ZipFile(bag) as archive:
            archive.extractall(folder)
    else:
        with tarfile.open(bag) as archive:
            archive.extractall(folder, filter="data")
    return folder if (folder / "bagit.txt").exists() else next(folder.iterdir())
