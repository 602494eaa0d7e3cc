"""Judges bags with rocrate-validator (PyPI roc-validator), without the network.

Usage: rocrate.py BAG ...

A bag is a zip, a tar or a folder; a zip is judged as it is and unpacked. The version of RO-Crate, and the profile that the crate claims,
are those that its descriptor and root name. Contexts are served from schemas/external/. Exit code 1 when a requirement is not
met, or a recommendation that is not excused below.
"""

import io
import json
import logging
import pathlib
import sys
import tempfile

from unpack import unpack

EXTERNAL = pathlib.Path(__file__).parents[2] / "schemas" / "external"
RUN = "https://w3id.org/ro/terms/workflow-run"
CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": (EXTERNAL / "ro-crate-1.1-context.jsonld").read_bytes(),
    "https://w3id.org/ro/crate/1.2/context": (EXTERNAL / "ro-crate-1.2-context.jsonld").read_bytes(),
    # As much of it as our crates use.
    f"{RUN}/context": json.dumps({"@context": {term: f"{RUN}#{term}" for term in ("environment", "sha256")}}).encode(),
}

# Recommendations that a crate cannot follow, and why.
EXCUSED = {
    # No citation file has a place for it, and nothing is invented.
    "An Organization entity SHOULD have a ROR identifier as its @id": "nobody says the ROR",
    "The organization SHOULD have a URL.": "nobody says the address",
    "An Organization's contactPoint SHOULD reference a ContactPoint": "nobody says whom to ask",
    "At least one author or publisher Person/Organization SHOULD have a contactPoint": "nobody says whom to ask",
    "The Application SHOULD have a url": "a project without an address has scripts without one",
    "The Root Data Entity SHOULD have a `publisher` property": "a project that names nobody has none",
    "A License entity SHOULD have an absolute HTTP(S) URL": "no license, or one of its own, has no address",
    "A Person entity SHOULD have an ORCID": "nobody says it",
    "The author SHOULD have": "nobody says it",
    "Persons SHOULD reference an Organization for affiliation": "nobody says it",
    "The Action SHOULD have an endTime": "the repository does not say when",
    "The Action SHOULD have an agent": "the repository does not say who",
    "The SoftwareApplication id SHOULD be an absolute URI": "a script in the crate has the identifier of its file",
    "Web-based Data Entity arcp://": "the validator looks for paths with data/ in them at another place, and cannot open arcp",
    # Its shape takes every type for one that must be WebPage or Standard, also the one that the validator adds itself.
    "Encoding format entities SHOULD include WebPage and/or Standard types": "a fault of the validator (0.13)",
}


def warm_cache(path):
    """Puts the contexts into the validator's own cache, as if they had been fetched."""
    import requests
    import requests_cache
    import urllib3

    class Local(requests.adapters.HTTPAdapter):
        def send(self, request, **_):
            raw = urllib3.HTTPResponse(
                body=io.BytesIO(CONTEXTS[request.url]),
                headers={"Content-Type": "application/ld+json"},
                status=200,
                preload_content=False,
                request_url=request.url,
            )
            return self.build_response(request, raw)

    session = requests_cache.CachedSession(str(path), backend="sqlite", expire_after=-1)
    session.mount("https://", Local())
    for url in CONTEXTS:
        for accept in ("application/ld+json, application/json;q=0.9, */*;q=0.1", "*/*"):
            session.get(url, headers={"Accept": accept})
    session.close()


def profiles(folder):
    """Profiles of the validator for what a crate says of itself."""
    graph = {entity["@id"]: entity for entity in json.loads((folder / "ro-crate-metadata.json").read_text())["@graph"]}
    version = graph["ro-crate-metadata.json"]["conformsTo"]["@id"].rsplit("/", 1)[1]
    claims = graph["./"].get("conformsTo", {}).get("@id", "")
    return [f"ro-crate-{version}"] + (["process-run-crate-0.5"] if claims.endswith("/process/0.5") else [])


def judge(bag, profile, cache):
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings

    settings = ValidationSettings(
        rocrate_uri=str(bag),
        profile_identifier=profile,
        # The least severe: what is required is judged as well.
        requirement_severity=Severity.RECOMMENDED,
        offline=True,
        cache_path=cache,
        skip_availability_check=True,
    )
    found = [(issue.severity.name, issue.message) for issue in services.validate(settings).get_issues()]
    return [(level, text) for level, text in found if not (level == "RECOMMENDED" and excused(text))]


def excused(message):
    return any(message.startswith(beginning) for beginning in EXCUSED)


def main():
    logging.disable(logging.CRITICAL)
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        warm_cache(work / "cache")
        for name in sys.argv[1:]:
            bag = pathlib.Path(name)
            top = work / bag.stem
            folder = unpack(bag, top)
            # The validator finds no files in zips with a top folder, whoever wrote them.
            ways = [("zip", bag), ("folder", folder)] if bag.suffix == ".zip" and folder == top else [("folder", folder)]
            for profile in profiles(folder):
                for way, judged in ways:
                    issues = judge(judged, profile, work / "cache")
                    print(f"rocrate-validator, {profile}, {way}: {bag}: {len(issues)} issues")
                    for level, message in issues:
                        print(f"  {level}: {message}")
                    failed = failed or bool(issues)
    return 1 if failed else 0


sys.exit(main())
