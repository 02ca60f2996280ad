// Fails the Nth write, sync or truncate, for each N: whatever was acknowledged is there, nothing is
// half there, and writing goes on once the disk does.
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>

#include "faulty_disk.hpp"
#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

// Two rows in one body: half of it would show.
Status insert_pair(Database& database, int64_t id, const std::string& data) {
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("INSERT INTO t (id, half, data) VALUES ($1, 0, $2)", {id, data}));
    AKSIS_TRY(tx.execute("INSERT INTO t (id, half, data) VALUES ($1, 1, $2)", {id, data}));
    return {};
  });
}

void check_whole(Database& database, const std::vector<int64_t>& acknowledged) {
  for (const int64_t id : acknowledged) {
    INFO("acknowledged " << id);
    CHECK(*number(database, "SELECT count(*) FROM t WHERE id = $1", {id}) == 2);
  }
  CHECK(*number(database,
                "SELECT count(*) FROM (SELECT id FROM t GROUP BY id HAVING count(*) <> "
                "2)") == 0);
}

// Some large, so that a checkpoint falls among them; some at once, so that they share a commit.
std::vector<int64_t> write_some(Database& database, int64_t first, size_t large_size,
                                std::vector<Code>& refusals) {
  const std::string small(100, 's'), large(large_size, 'l');
  std::vector<int64_t> acknowledged;
  const auto note = [&](int64_t id, const Status& status) {
    if (status.ok())
      acknowledged.push_back(id);
    else
      refusals.push_back(status.error().code);
  };
  for (int64_t id = first; id < first + 4; ++id)
    note(id, insert_pair(database, id, id % 2 ? small : large));
  std::vector<std::future<Status>> together;
  for (int64_t id = first + 4; id < first + 8; ++id)
    together.push_back(
        std::async(std::launch::async, [&, id] { return insert_pair(database, id, small); }));
  for (size_t i = 0; i < together.size(); ++i)
    note(first + 4 + static_cast<int64_t>(i), together[i].get());
  note(first + 8, insert_pair(database, first + 8, large));
  note(first + 9, insert_pair(database, first + 9, small));
  return acknowledged;
}

constexpr size_t kLarge = 600'000;

constexpr const char* kTable =
    "CREATE TABLE t (id BIGINT, half BIGINT, data TEXT, PRIMARY KEY (id, half))";

}  // namespace

TEST_CASE("a disk that fails at any point loses nothing that was acknowledged") {
  FaultyDisk::install();
  const auto fault = GENERATE(Fault::io_error, Fault::full);
  const bool persistent = GENERATE(false, true);
  bool happened = true;
  int points = 0;
  // Every early point, then fewer: a body writes hundreds of pages alike.
  for (int nth = 1; happened; nth += 1 + nth / 5) {
    INFO("operation " << nth << (fault == Fault::full ? " full" : " I/O error")
                      << (persistent ? " persistent" : " once"));
    // In memory where there is such a folder: hundreds of databases, whose disk fails anyway.
    const Scratch scratch(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    std::vector<int64_t> acknowledged;
    std::vector<Code> refusals;
    {
      const auto database = scratch.open();
      REQUIRE_OK(run(*database, kTable));
      FaultyDisk::arm(nth, fault, persistent);
      acknowledged = write_some(*database, 1, kLarge, refusals);
      CHECK(number(*database, "SELECT count(*) FROM t").ok());
      happened = FaultyDisk::disarm();
      for (const Code refusal : refusals)
        CHECK(refusal == (fault == Fault::full ? Code::full : Code::internal));
      check_whole(*database, acknowledged);
      // The disk works again: so does the database, without being opened anew.
      std::vector<Code> none;
      for (const int64_t id : write_some(*database, 100, 1000, none)) acknowledged.push_back(id);
      CHECK(none.empty());
    }
    const auto database = scratch.open();
    check_whole(*database, acknowledged);
    REQUIRE_OK(database->backup_to(scratch.path("copy.db"), nullptr));  // checks integrity
    ++points;
  }
  CHECK(points > 20);
}

TEST_CASE("a full disk refuses writes, answers reads, and takes writes again once there is space") {
  const Scratch scratch;
  if (mount("tmpfs", scratch.folder().c_str(), "tmpfs", 0, "size=6m") != 0) {
    WARN("no right to mount a small disk (" << std::strerror(errno)
                                            << "): the sweep above stands for it");
    return;
  }
  {
    const auto database = scratch.open();
    REQUIRE_OK(run(*database, kTable));
    const std::string data(200'000, 'd');
    std::vector<int64_t> acknowledged;
    Status status;
    for (int64_t id = 1; status.ok() && id < 100; ++id) {
      status = insert_pair(*database, id, data);
      if (status.ok()) acknowledged.push_back(id);
    }
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == Code::full);
    CHECK(status.error().message.find("Free some space") != std::string::npos);
    CHECK(acknowledged.size() > 2);
    check_whole(*database, acknowledged);
    REQUIRE(mount("tmpfs", scratch.folder().c_str(), "tmpfs", MS_REMOUNT, "size=30m") == 0);
    REQUIRE_OK(insert_pair(*database, 1000, data));
    acknowledged.push_back(1000);
    check_whole(*database, acknowledged);
  }
  umount(scratch.folder().c_str());
}
