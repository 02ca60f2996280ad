// Starts that cannot succeed: a sentence with place and fix, the right code, nothing half-done.
#include <arpa/inet.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>

#include "program.hpp"

using namespace aksis::test;

namespace {

namespace fs = std::filesystem;

// A port that somebody else listens on, as long as the object lives.
struct TakenPort {
  TakenPort() {
    handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(handle, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(handle, 1) == 0);
    REQUIRE(::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    number = std::to_string(ntohs(address.sin_port));
  }
  ~TakenPort() { ::close(handle); }
  int handle = -1;
  std::string number;
};

void execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  char* message = nullptr;
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, &message);
  INFO((message ? message : ""));
  CHECK(code == SQLITE_OK);
  sqlite3_free(message);
  sqlite3_close(database);
}

std::vector<std::string> serve(const std::string& data) {
  return {"serve", "--data", data, "--set", "server.port=0"};
}

}  // namespace

TEST_CASE("An absent data folder is named, and not made unasked") {
  const Folder folder;
  const auto data = folder.path("data");
  for (const auto& words : {serve(data), {"person", "list", "--data", data}}) {
    const auto outcome = run(words);
    CHECK(outcome.code == 5);
    CHECK_THAT(outcome.err,
               Catch::Contains(data + " does not exist") && Catch::Contains("--create"));
  }
  CHECK_FALSE(fs::exists(data));
}

TEST_CASE("A data folder that is a file, or may not be written, is named") {
  const Folder folder;
  const auto file = run(serve(folder.write("data", "")));
  CHECK(file.code == 5);
  CHECK_THAT(file.err, Catch::Contains("is not a folder"));
  const auto closed = folder.path("closed");
  fs::create_directory(closed);
  fs::permissions(closed, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                              fs::perms::group_exec | fs::perms::others_read |
                              fs::perms::others_exec);
  fs::permissions(folder.root, fs::perms::all);
  const auto outcome = run(serve(closed), {{}, {}, ::geteuid() == 0});
  if (outcome.code == 98 || outcome.code == 99) {
    WARN("skipped: another account cannot run the program from here");
    return;
  }
  CHECK(outcome.code == 5);
  CHECK_THAT(outcome.err, Catch::Contains(closed) && Catch::Contains("may not be written"));
}

TEST_CASE("A port in use is named, and the first key is not lost") {
  const Folder folder;
  const TakenPort taken;
  const auto outcome = run(
      {"serve", "--create", "--data", folder.path("data"), "--set", "server.port=" + taken.number});
  CHECK(outcome.code == 5);
  CHECK_THAT(outcome.err, Catch::Contains(taken.number));
  CHECK(outcome.out.empty());
  const Served served(folder.path("data"));
  CHECK_FALSE(served.key().empty());
}

TEST_CASE("A second server on the same data is refused, the first goes on") {
  const Folder folder;
  Served first(folder.path("data"));
  const auto second = run(serve(folder.path("data")));
  CHECK(second.code == 4);
  CHECK_THAT(second.err, Catch::Contains(folder.path("data")));
  CHECK(run({"person", "list", "--data", folder.path("data")}).code == 0);
  CHECK(first.stop().code == 0);
}

TEST_CASE("A killed server leaves nothing that stops the next one") {
  const Folder folder;
  {
    const Served served(folder.path("data"));
    CHECK(run({"person", "add", "E-1", "--data", folder.path("data")}).code == 0);
  }  // SIGKILL
  CHECK(fs::exists(folder.path("data/aksis.sock")));
  CHECK(run({"person", "list", "--data", folder.path("data")}).code == 0);
  Served again(folder.path("data"));
  CHECK(again.stop().code == 0);
}

TEST_CASE("A database of a newer version is refused untouched") {
  const Folder folder;
  const auto data = folder.path("data");
  fs::create_directory(data);
  REQUIRE(run({"person", "list", "--data", data}).code == 0);
  // A later file of a folder we know, then a folder we do not.
  for (const std::string owner : {"core.record", "core.later"}) {
    const auto later =
        "INSERT INTO core_migration (owner, number, name, sha256, applied_at) VALUES ('" + owner +
        "', 9999, '9999_later.sql', '', 0)";
    execute(data + "/aksis.db", later.c_str());
    for (const auto& words : {serve(data), {"person", "list", "--data", data}}) {
      const auto outcome = run(words);
      CHECK(outcome.code == 5);
      CHECK_THAT(outcome.err, Catch::Contains("newer"));
    }
    const auto doctor = run({"doctor", "--data", data});
    CHECK(doctor.code == 1);
    CHECK_THAT(doctor.out, Catch::Contains("newer"));
    execute(data + "/aksis.db", "DELETE FROM core_migration WHERE number = 9999");
  }
}

TEST_CASE("A file that is no database is refused untouched") {
  const Folder folder;
  const std::string bytes(20'000, 'x');
  const auto file = folder.write("data/aksis.db", bytes);
  const auto outcome = run(serve(folder.path("data")));
  CHECK(outcome.code == 5);
  CHECK_THAT(outcome.err, Catch::Contains(file));
  CHECK(fs::file_size(file) == bytes.size());
}

TEST_CASE("A damaged database is named with the way out, which works") {
  const Folder folder;
  const auto data = folder.path("data"), backup = folder.path("backup.db");
  fs::create_directory(data);
  REQUIRE(run({"person", "add", "D-1", "--data", data}).code == 0);
  REQUIRE(run({"backup", backup, "--data", data}).code == 0);
  const auto file = data + "/aksis.db";
  const auto whole = fs::file_size(file);
  const auto overwrite = [&](uintmax_t from) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(from));
    for (auto at = from; at < whole; ++at) out.put(static_cast<char>(at * 7 + 3));
  };
  const std::pair<const char*, std::function<void()>> kinds[] = {
      {"random bytes from the beginning", [&] { overwrite(0); }},
      {"random bytes after the first page", [&] { overwrite(4096); }},
      {"cut off", [&] { fs::resize_file(file, whole / 3); }}};
  for (const auto& [kind, damage] : kinds) {
    damage();
    for (const auto& words : {serve(data), {"person", "list", "--data", data}}) {
      const auto outcome = run(words);
      INFO(kind << ": " << outcome.err);
      CHECK(outcome.code == 5);
      CHECK_THAT(outcome.err, Catch::Contains(file) && Catch::Contains("`aksis restore`"));
    }
    CHECK(run({"doctor", "--data", data}).code == 1);
    const auto restored = run({"restore", backup, "--data", data});
    INFO(kind << ": " << restored.err);
    CHECK(restored.code == 0);
    CHECK_THAT(run({"person", "list", "--data", data}).out, Catch::Contains("D-1"));
  }
}

TEST_CASE("A full disk is named, and everything works once there is room") {
  const Folder folder;
  const auto disk = folder.path("disk");
  fs::create_directory(disk);
  if (::mount("none", disk.c_str(), "tmpfs", 0, "size=32k") != 0) {
    WARN("skipped: a small disk cannot be mounted here");
    return;
  }
  const auto outcome = run(serve(disk));
  const auto command = run({"person", "add", "F-1", "--data", disk});
  CHECK(::mount("none", disk.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
  const auto with_room = run({"person", "add", "F-1", "--data", disk});
  CHECK(::umount(disk.c_str()) == 0);
  for (const auto& each : {outcome, command}) {
    CHECK(each.code == 5);
    CHECK_THAT(each.err, Catch::Contains("full") || Catch::Contains("space"));
  }
  INFO(with_room.err);
  CHECK(with_room.code == 0);
}

TEST_CASE("A module that is refused stops the start, or is left out when so configured") {
  const Folder folder;
  const auto data = folder.path("data");
  folder.write("modules/broken/module.json", "{\"id\": \"broken\"");
  auto words = serve(data);
  words.insert(words.end(), {"--create", "--set", "modules.folders=" + folder.path("modules")});
  const auto outcome = run(words);
  CHECK(outcome.code == 5);
  CHECK_THAT(outcome.err, Catch::Contains("broken"));
  Served served(data, {"--set", "modules.folders=" + folder.path("modules"), "--set",
                       "modules.on_failure=skip"});
  CHECK(served.stop().code == 0);
}
