"""Small files: whoever looks for a rule finds it on one screen or two."""

from tests.house.sources import files, functions, text


def too_long(paths, limit):
    return [f"{path}: {lines} lines" for path in paths if (lines := text(path).count("\n")) >= limit]


def test_modules_stay_under_400_lines():
    assert too_long(files(".py"), 400) == []


def test_templates_stay_under_150_lines():
    assert too_long(files(".html", ".txt", under="templates"), 150) == []


def test_scripts_stay_within_100_lines():
    assert too_long(files(".js", under="static"), 101) == []


def test_functions_stay_within_40_lines():
    long = [
        f"{path}:{function.lineno} {function.name}"
        for path in files(".py")
        if path.parts[0] != "tests"
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 40
    ]

    assert long == []


def test_views_stay_within_25_lines():
    long = [
        f"{path}:{function.lineno} {function.name}"
        for path in files(".py")
        if "views" in path.parts and path.parts[0] != "tests"
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 25
    ]

    assert long == []
