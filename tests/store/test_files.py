"""Finding and reading files that really exist, odd ones above all."""

from __future__ import annotations

import codecs
import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from paperterm.store.files import Found, Source, TooLarge, Unreadable, find, read, reason_for, stamp

needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX has these files")
needs_any_name = pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a name")


def write(folder: Path, *names: str, text: str = "- a paper\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(found: Found) -> list[str]:
    return [source.name for source in found.sources]


def reason(found: Found, path: Path) -> str:
    return next(omission.reason for omission in (*found.problems, *found.left_out) if omission.path == path)


class TestFinding:
    def test_names_are_relative_to_the_folder_in_natural_order_with_readme_first(self, tmp_path: Path) -> None:
        write(tmp_path, "b/file10.md", "b/file2.md", "b/README.md", "a.md", "README.md", "Zoo.markdown", "no.txt")
        assert names(find([tmp_path])) == [
            "README.md",
            "a.md",
            "b/README.md",
            "b/file2.md",
            "b/file10.md",
            "Zoo.markdown",
        ]

    def test_paths_are_absolute(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md")
        assert find([tmp_path]).sources == (Source(tmp_path / "a.md", "a.md"),)

    def test_a_relative_path_is_taken_from_the_working_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, "x/a.md")
        monkeypatch.chdir(tmp_path / "x")
        for path in (Path(), Path(), Path("../x"), Path("a.md"), Path("./../x/./a.md")):
            assert find([path]).sources == (Source(tmp_path / "x/a.md", "a.md"),)

    def test_a_file_given_is_taken_whatever_its_ending_or_name(self, tmp_path: Path) -> None:
        write(tmp_path, "notes.txt", "LICENSE.md", "README_zh.md", "README.md", ".hidden")
        for name in ("notes.txt", "LICENSE.md", "README_zh.md", ".hidden"):
            assert names(find([tmp_path / name])) == [name]

    def test_several_paths_have_names_relative_to_the_folder_above_them_all(self, tmp_path: Path) -> None:
        write(tmp_path, "x/papers/README.md", "y/papers/README.md", "z.md")
        given = [tmp_path / "y/papers", tmp_path / "z.md", tmp_path / "x/papers/README.md"]
        assert names(find(given)) == ["y/papers/README.md", "z.md", "x/papers/README.md"]

    def test_files_of_one_folder_are_named_by_their_file_names(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", "b.md")
        assert names(find([tmp_path / "b.md", tmp_path / "a.md"])) == ["b.md", "a.md"]

    def test_what_is_given_twice_is_found_once(self, tmp_path: Path) -> None:
        write(tmp_path, "x/a.md")
        assert names(find([tmp_path, tmp_path / "x", tmp_path / "x/a.md", tmp_path])) == ["x/a.md"]

    def test_nothing_given_is_nothing_found(self) -> None:
        assert find([]) == Found()

    def test_folders_that_hold_no_notes_are_not_entered(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/a.md", ".obsidian/a.md", "node_modules/a.md", "x/venv/a.md", "env3/lib/a.md", "y/a.md")
        write(tmp_path, "env3/pyvenv.cfg")
        assert names(find([tmp_path])) == ["y/a.md"]

    def test_such_a_folder_is_entered_when_it_is_given(self, tmp_path: Path) -> None:
        write(tmp_path, ".notes/a.md", "node_modules/a.md")
        assert names(find([tmp_path / ".notes"])) == ["a.md"]
        assert names(find([tmp_path / "node_modules"])) == ["a.md"]

    def test_a_missing_path_is_a_problem_and_the_others_are_found(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md")
        found = find([tmp_path / "nothing", tmp_path / "a.md"])
        assert names(found) == ["a.md"]
        assert "no such file" in reason(found, tmp_path / "nothing")

    def test_licences_and_their_like_are_left_out_with_a_reason(self, tmp_path: Path) -> None:
        write(tmp_path, "LICENSE.md", "contributing.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "SECURITY.md", "a.md")
        found = find([tmp_path])
        assert names(found) == ["a.md"]
        assert len(found.left_out) == 5
        assert "a licence" in reason(found, tmp_path / "LICENSE.md")

    def test_a_translation_is_hidden_and_names_its_original(self, tmp_path: Path) -> None:
        write(tmp_path, "x/README.md", "x/README_zh.md", "y/README.zh-CN.md")
        found = find([tmp_path])
        assert names(found) == ["x/README.md", "y/README.zh-CN.md"]
        assert [(hidden.name, hidden.original) for hidden in found.hidden] == [("x/README_zh.md", "x/README.md")]

    def test_a_translation_in_the_folder_of_its_language_is_hidden_unless_it_is_given(self, tmp_path: Path) -> None:
        write(tmp_path, "README.md", "docs/zh/README.md", "docs/README_ja.md", "cn/README.md", "zh/own.md")
        found = find([tmp_path])
        assert names(found) == ["README.md", "cn/README.md", "zh/own.md"]
        assert {hidden.original for hidden in found.hidden} == {"README.md"}
        assert names(find([tmp_path / "README.md", tmp_path / "docs/zh/README.md"])) == [
            "README.md",
            "docs/zh/README.md",
        ]

    def test_what_was_found_is_named_from_the_folder_given(self, tmp_path: Path) -> None:
        found = find([tmp_path])
        assert found.named(tmp_path / "x/a.md") == "x/a.md"
        assert found.named(tmp_path) == str(tmp_path)

    def test_gitignore_files_are_respected_the_inner_one_above_the_outer(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", "draft.md", "x/draft.md", "x/y/draft.md", "out/z.md")
        write(tmp_path, ".gitignore", text="draft.md\nout/\n")
        write(tmp_path, "x/.gitignore", text="!/draft.md\n")
        found = find([tmp_path])
        assert names(found) == ["a.md", "x/draft.md"]
        assert {omission.path.name for omission in found.left_out} == {"draft.md", "out"}

    def test_an_ignored_file_is_found_when_it_is_given(self, tmp_path: Path) -> None:
        write(tmp_path, "draft.md")
        write(tmp_path, ".gitignore", text="*.md\n")
        assert names(find([tmp_path / "draft.md"])) == ["draft.md"]

    def test_no_more_sources_than_asked_for_are_found_and_that_is_said(self, tmp_path: Path) -> None:
        write(tmp_path, *(f"{number}.md" for number in range(9)))
        found = find([tmp_path], limit=5)
        assert len(found.sources) == 5
        assert "more than 5 Markdown files" in found.problems[0].reason

    def test_no_more_entries_than_asked_for_are_looked_at_and_that_is_said(self, tmp_path: Path) -> None:
        write(tmp_path, *(f"{number}/a.md" for number in range(9)))
        found = find([tmp_path], look_at=12)
        assert len(found.sources) < 9
        assert "too many files" in found.problems[-1].reason

    def test_depth_counts_the_levels_of_folders_entered(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", "x/b.md", "x/y/c.md")
        assert names(find([tmp_path], depth=0)) == ["a.md"]
        assert names(find([tmp_path], depth=1)) == ["a.md", "x/b.md"]

    def test_a_search_can_be_stopped(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", "x/b.md")
        found = find([tmp_path], is_cancelled=iter([False, True]).__next__)
        assert found.sources == (Source(tmp_path / "a.md", "a.md"),)
        assert "stopped" in found.problems[0].reason

    def test_two_thousand_files_are_found(self, tmp_path: Path) -> None:
        write(tmp_path, *(f"{number % 20}/{number}.md" for number in range(2000)))
        assert len(find([tmp_path]).sources) == 2000

    @needs_posix
    def test_two_thousand_folders_deep_is_not_too_deep(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for _ in range(2000):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.md").write_text("x")
        write(tmp_path, "a.md")
        found = find([tmp_path])
        Path("deep.md").unlink()
        for _ in range(2000):
            os.chdir("..")
            Path("d").rmdir()
        assert names(found)[0] == "a.md"
        assert len(found.sources) == 2 or "too long" in found.problems[0].reason

    @needs_posix
    def test_links_between_folders_are_not_followed(self, tmp_path: Path) -> None:
        write(tmp_path, "x/a.md", "x/y/b.md")
        (tmp_path / "x/y/loop").symlink_to(tmp_path / "x")
        (tmp_path / "self").symlink_to("self")
        (tmp_path / "again").symlink_to(tmp_path / "x")
        found = find([tmp_path])
        assert names(found) == ["x/a.md", "x/y/b.md"]
        assert not found.problems

    @needs_posix
    def test_links_that_lead_out_are_named_and_not_read(self, tmp_path: Path) -> None:
        write(tmp_path, "outside/a.md", "secret.txt", "inside/b.md")
        (tmp_path / "inside/folder").symlink_to(tmp_path / "outside")
        (tmp_path / "inside/file.md").symlink_to(tmp_path / "secret.txt")
        found = find([tmp_path / "inside"])
        assert names(found) == ["b.md"]
        assert "outside the one opened" in reason(found, tmp_path / "inside/folder")
        assert "leads out" in reason(found, tmp_path / "inside/file.md")

    @needs_posix
    def test_a_link_to_a_file_below_is_read_unless_that_file_is(self, tmp_path: Path) -> None:
        write(tmp_path, "papers.txt", "z/notes.md")
        (tmp_path / "README.md").symlink_to("papers.txt")
        (tmp_path / "index.md").symlink_to("z/notes.md")
        found = find([tmp_path])
        assert names(found) == ["README.md", "z/notes.md"]
        assert "link to z/notes.md" in reason(found, tmp_path / "index.md")

    @needs_posix
    def test_a_link_to_nothing_and_one_to_itself_are_problems(self, tmp_path: Path) -> None:
        (tmp_path / "gone.md").symlink_to("nothing")
        (tmp_path / "self.md").symlink_to("self.md")
        found = find([tmp_path])
        assert "leads to nothing" in reason(found, tmp_path / "gone.md")
        assert "circle" in reason(found, tmp_path / "self.md")
        assert "circle" in find([tmp_path / "self.md"]).problems[0].reason

    @needs_posix
    def test_a_folder_given_as_a_link_is_walked_below_that_name(self, tmp_path: Path) -> None:
        write(tmp_path, "real/a.md")
        (tmp_path / "real/b.md").symlink_to("a.md")
        (tmp_path / "notes").symlink_to("real")
        found = find([tmp_path / "notes"])
        assert found.sources == (Source(tmp_path / "notes/a.md", "a.md"),)
        assert not found.problems

    @needs_posix
    def test_pipes_sockets_and_devices_are_named_and_never_waited_for(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md")
        os.mkfifo(tmp_path / "pipe.md")
        os.mkfifo(tmp_path / ".gitignore")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(tmp_path / "s.md"))
            found = find([tmp_path])
        assert names(found) == ["a.md"]
        assert "a named pipe" in reason(found, tmp_path / "pipe.md")
        assert "a named pipe" in reason(found, tmp_path / ".gitignore")
        assert "a socket" in reason(found, tmp_path / "s.md")
        assert "a named pipe" in find([tmp_path / "pipe.md"]).problems[0].reason
        assert "a device" in find([Path("/dev/null")]).problems[0].reason

    @needs_any_name
    def test_odd_names_are_found_and_named_in_valid_unicode(self, tmp_path: Path) -> None:
        odd = [
            "-rf.md",
            "a\nb.md",
            "\x1b[31mred.md",
            "😀 家.md",
            " .md",
            "~.md",
            "a'\"$(x).md",
            os.fsdecode(b"caf\xe9.md"),
        ]
        write(tmp_path, *odd)
        write(tmp_path, "z\\xe9.md", os.fsdecode(b"z\xe9.md"))
        found = find([tmp_path])
        assert len(set(names(found))) == len(odd) + 2
        assert "caf\\xe9.md" in "".join(names(found)).encode().decode()
        assert all(read(source.path).text == "- a paper\n" for source in found.sources)

    @needs_any_name
    def test_a_reason_can_be_shown_whatever_the_path_holds(self, tmp_path: Path) -> None:
        found = find([tmp_path / os.fsdecode(b"\xff\x1b[31m\n.md"), Path("a\0b"), Path("\ud800")])
        assert len(found.problems) == 3
        assert all(str(problem).encode().decode().isprintable() for problem in found.problems)

    def test_a_folder_that_may_not_be_read_is_a_problem(self, ordinary: Path) -> None:
        write(ordinary, "a.md", "closed/b.md")
        (ordinary / "closed").chmod(0)
        found = find([ordinary])
        (ordinary / "closed").chmod(0o700)
        assert names(found) == ["a.md"]
        assert "permission denied" in reason(found, ordinary / "closed")


class TestReading:
    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (b"", "utf-8"),
            (b"a\r\nb\rc\n\x0c", "utf-8"),
            (codecs.BOM_UTF8 + b"# T", "utf-8"),
            ("阅读笔记".encode("gbk"), "gb18030"),
            ("阅读笔记".encode("utf-16"), "utf-16-le"),
            ("café".encode("latin-1"), "cp1252"),
        ],
    )
    def test_a_reading_leads_back_to_the_bytes(self, tmp_path: Path, data: bytes, encoding: str) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(data)
        reading = read(path)
        assert reading.encoding == encoding
        assert reading.text.encode(reading.encoding) == data
        assert reading.bom is reading.text.startswith("\ufeff")

    def test_a_stamp_is_that_of_the_file_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"text")
        before = read(path)
        assert before.stamp == stamp(path)
        path.write_bytes(b"other text")
        assert stamp(path) != before.stamp
        assert read(path).digest() != before.digest()

    def test_a_missing_file_says_what_where_and_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable) as raised:
            read(tmp_path / "gone.md")
        assert raised.value.path == tmp_path / "gone.md"
        assert str(raised.value).startswith(f"{tmp_path}/gone.md: there is no such file")
        assert "check the spelling" in str(raised.value)

    @pytest.mark.parametrize("name", ["a.md/b.md", "a" * 300, "nul\0.md", "\ud800.md"])
    def test_a_path_that_cannot_be_is_unreadable(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, "a.md")
        with pytest.raises(Unreadable):
            read(tmp_path / name)
        with pytest.raises(Unreadable):
            stamp(tmp_path / name)

    def test_a_folder_and_binary_are_unreadable(self, tmp_path: Path) -> None:
        (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        with pytest.raises(Unreadable, match="binary"):
            read(tmp_path / "picture.md")
        with pytest.raises(Unreadable, match="folder"):
            read(tmp_path)

    @needs_posix
    def test_pipes_and_devices_are_unreadable_at_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.md")
        with pytest.raises(Unreadable, match="named pipe"):
            read(tmp_path / "pipe.md")
        with pytest.raises(Unreadable, match="device"):
            read(Path("/dev/zero"))

    def test_a_file_over_the_limit_is_not_read_without_asking(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"a" * 1001)
        with pytest.raises(TooLarge, match="MB") as raised:
            read(path, limit=1000)
        assert raised.value.size == 1001
        assert len(read(path, limit=1001).text) == 1001

    @pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs /proc")
    def test_a_file_that_hides_its_size_is_read_no_further_than_the_limit(self) -> None:
        assert read(Path("/proc/version")).text
        with pytest.raises(TooLarge):
            read(Path("/proc/version"), limit=5)

    def test_a_file_that_may_not_be_read_says_so(self, ordinary: Path) -> None:
        write(ordinary, "a.md")
        (ordinary / "a.md").chmod(0)
        with pytest.raises(Unreadable, match="permission denied"):
            read(ordinary / "a.md")

    def test_every_refusal_of_the_system_becomes_a_sentence(self) -> None:
        for code in errno.errorcode:
            assert len(reason_for(OSError(code, os.strerror(code)))) > 20
        assert "no reason" in reason_for(OSError())
