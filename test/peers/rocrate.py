"""Judges bags with rocrate-validator (PyPI roc-validator), without the network.

Usage: rocrate.py [--recommended] BAG.zip ...

Each bag is judged as a zip and unpacked. The context is served from schemas/external/. Exit code 1 when a requirement is not met.
"""

import io
import logging
import pathlib
import sys
import tempfile
import zipfile

CONTEXT_URL = "https://w3id.org/ro/crate/1.2/context"
CONTEXT_FILE = pathlib.Path(__file__).parents[2] / "schemas" / "external" / "ro-crate-1.2-context.jsonld"


def warm_cache(path):
    """Puts the context into the validator's own cache, as if it had been fetched."""
    import requests
    import requests_cache
    import urllib3

    class Local(requests.adapters.HTTPAdapter):
        def send(self, request, **_):
            raw = urllib3.HTTPResponse(
                body=io.BytesIO(CONTEXT_FILE.read_bytes()),
                headers={"Content-Type": "application/ld+json"},
                status=200,
                preload_content=False,
                request_url=request.url,
            )
            return self.build_response(request, raw)

    session = requests_cache.CachedSession(str(path), backend="sqlite", expire_after=-1)
    session.mount("https://", Local())
    for accept in ("application/ld+json, application/json;q=0.9, */*;q=0.1", "*/*"):
        session.get(CONTEXT_URL, headers={"Accept": accept})
    session.close()


def judge(bag, severity, cache):
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings

    settings = ValidationSettings(
        rocrate_uri=str(bag),
        profile_identifier="ro-crate-1.2",
        requirement_severity=Severity[severity.upper()],
        offline=True,
        cache_path=cache,
        skip_availability_check=True,
    )
    return [(issue.severity.name, issue.message) for issue in services.validate(settings).get_issues()]


def main():
    logging.disable(logging.CRITICAL)
    arguments = sys.argv[1:]
    severity = "recommended" if "--recommended" in arguments else "required"
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        warm_cache(work / "cache")
        for bag in [argument for argument in arguments if not argument.startswith("--")]:
            folder = work / pathlib.Path(bag).stem
            with zipfile.ZipFile(bag) as archive:
                archive.extractall(folder)
            ways = [("zip", bag), ("folder", folder)]
            if not (folder / "bagit.txt").exists():
                # The validator finds no files in zips with a top folder, whoever wrote them.
                ways = [("folder", next(folder.iterdir()))]
            for way, judged in ways:
                issues = judge(judged, severity, work / "cache")
                print(f"rocrate-validator, {severity}, {way}: {bag}: {len(issues)} issues")
                for level, message in issues:
                    print(f"  {level}: {message}")
                failed = failed or bool(issues)
    return 1 if failed else 0


sys.exit(main())
