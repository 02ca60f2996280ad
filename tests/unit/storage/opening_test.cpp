#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

Result<std::unique_ptr<Database>> open(const std::string& path) {
  Options options;
  options.path = path;
  return Database::open(options);
}

void check_refused(const std::string& path, std::initializer_list<const char*> parts) {
  const auto opened = open(path);
  REQUIRE_FALSE(opened.ok());
  INFO(opened.error().message);
  for (const char* part : parts) CHECK(opened.error().message.find(part) != std::string::npos);
}

void bare(const std::string& path, const std::string& sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Writes rows in a child that is killed before it can close.
void write_and_die(const std::string& path, int rows) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    auto database = open(path);
    if (!database.ok()) _exit(1);
    if (!run(**database, "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)").ok()) _exit(2);
    for (int64_t id = 1; id <= rows; ++id)
      if (!run(**database, "INSERT INTO t (id, name) VALUES ($1, 'row')", {id}).ok()) _exit(3);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("the file is its owner's alone and carries our mark") {
  const Scratch scratch;
  scratch.open();
  struct stat found {};
  REQUIRE(stat(scratch.path().c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  CHECK(bytes_of(scratch.path()).substr(68, 4) == "AKSI");
}

TEST_CASE("a second process on the file is refused with the first one's id") {
  const Scratch scratch;
  const auto database = scratch.open();
  const auto self = std::to_string(getpid());
  check_refused(scratch.path(), {"in use by process", self.c_str()});
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto second = open(scratch.path());
    _exit(!second.ok() && second.error().code == Code::busy &&
                  second.error().message.find(self) != std::string::npos
              ? 0
              : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 0);
  REQUIRE_OK(run(*database, "CREATE TABLE t (id BIGINT)"));
}

TEST_CASE("a closed database opens again") {
  const Scratch scratch;
  REQUIRE_OK(run(*scratch.open(), "CREATE TABLE t (id BIGINT)"));
  CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == 0);
}

TEST_CASE("what cannot be a database is refused with path and fix") {
  const Scratch scratch;
  const auto path = scratch.path();
  check_refused(scratch.folder() + "/absent/x.db", {"absent", "does not exist", "storage.path"});
  check_refused(scratch.folder(), {"is not a file"});
  std::ofstream(path) << "This is a text of some length, and certainly not a database of any kind. "
                         "It goes on, so that it is longer than SQLite's header of 100 bytes.";
  const auto before = bytes_of(path);
  check_refused(path, {"test.db", "is not a database", "aksis restore"});
  CHECK(bytes_of(path) == before);
  std::filesystem::remove(path);
  bare(path, "CREATE TABLE other (id)");
  check_refused(path, {"test.db", "another program"});
  std::filesystem::remove(path);
  scratch.open();
  bare(path, "PRAGMA user_version = 99");
  check_refused(path, {"newer aksis", "99"});
}

TEST_CASE("a folder without the right to write is refused") {
  if (geteuid() == 0) {
    WARN("root may write everywhere: the rights are checked as an ordinary user only");
    return;
  }
  const Scratch scratch;
  chmod(scratch.folder().c_str(), 0500);
  check_refused(scratch.path(), {scratch.folder().c_str(), "cannot be written"});
  chmod(scratch.folder().c_str(), 0700);
}

TEST_CASE("a log torn after its last commit keeps every commit before") {
  const Scratch scratch;
  constexpr int kRows = 50;
  write_and_die(scratch.path(), kRows);
  const auto log = scratch.path() + "-wal";
  REQUIRE(std::filesystem::file_size(log) > 0);
  SECTION("nothing torn") {
    CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == kRows);
  }
  SECTION("the last frame cut") {
    std::filesystem::resize_file(log, std::filesystem::file_size(log) - 100);
    const auto database = scratch.open();
    CHECK(*number(*database, "SELECT count(*) FROM t") == kRows - 1);
    REQUIRE_OK(run(*database, "INSERT INTO t (id, name) VALUES (1000, 'after')"));
  }
  SECTION("bytes behind the end") {
    std::ofstream(log, std::ios::app | std::ios::binary) << std::string(5000, '\x5A');
    CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == kRows);
  }
  SECTION("one bit of the last frame") {
    auto bytes = bytes_of(log);
    bytes[bytes.size() - 50] ^= 1;
    std::ofstream(log, std::ios::binary) << bytes;
    CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == kRows - 1);
  }
}

TEST_CASE("after an unclean stop a damaged file is refused") {
  const Scratch scratch;
  {
    const auto database = scratch.open();
    REQUIRE_OK(run(*database, "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)"));
    REQUIRE_OK(run(*database, "CREATE INDEX t_name ON t (name)"));
    REQUIRE_OK(database->write([](Transaction& tx) -> Status {
      for (int64_t id = 1; id <= 2000; ++id)
        AKSIS_TRY(
            tx.execute("INSERT INTO t (id, name) VALUES ($1, 'a name of some length')", {id}));
      return {};
    }));
  }
  auto bytes = bytes_of(scratch.path());
  REQUIRE(bytes.size() > 10 * 4096);
  for (size_t page = 4; page < bytes.size() / 4096; page += 2)
    for (size_t i = 0; i < 64; ++i) bytes[page * 4096 + i] = '\x7F';
  std::ofstream(scratch.path(), std::ios::binary) << bytes;
  std::ofstream(scratch.path() + "-wal", std::ios::binary) << "left behind by a crash";
  check_refused(scratch.path(), {"test.db", "damaged", "aksis restore"});
}
