// Imports that end in their middle: killed, told to stop, out of room. The referential is the old
// one or the new one, offers are whole, and the same import goes through afterwards.
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <unistd.h>

#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>
#include <chrono>

#include "made_files.hpp"

using namespace aksis;
using namespace aksis::test;

namespace {

namespace fs = std::filesystem;

constexpr int kItems = 60'000;
constexpr int kOffers = 20'000;
constexpr uintmax_t kGrowth = 1 << 20;  // of the database: the import writes
constexpr auto kWait = std::chrono::seconds(60);

// Wakes when a file of a folder is written.
class Watch {
 public:
  explicit Watch(const std::string& folder) : handle_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    REQUIRE(::inotify_add_watch(handle_, folder.c_str(), IN_MODIFY) >= 0);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { ::close(handle_); }
  void wait() const {
    pollfd ready{handle_, POLLIN, 0};
    ::poll(&ready, 1, 1000);
    char events[4096];
    while (::read(handle_, events, sizeof events) > 0) {
    }
  }

 private:
  const int handle_;
};

// A data folder with the demo's referential in it.
struct Agency {
  Agency() {
    fs::create_directory(data);
    REQUIRE(
        run({"import", "rome", std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome", "--data", data})
            .code == 0);
  }
  uintmax_t bytes() const {
    uintmax_t sum = 0;
    for (const char* tail : {"", "-wal"}) {
      std::error_code absent;
      const auto size = fs::file_size(data + "/aksis.db" + tail, absent);
      if (!absent) sum += size;
    }
    return sum;
  }
  // Waits until an import under way has written something. A watch made before it began is woken by
  // every write.
  void await_growth(const Watch& watch, uintmax_t before) const {
    const auto until = std::chrono::steady_clock::now() + kWait;
    while (bytes() < before + kGrowth && std::chrono::steady_clock::now() < until) watch.wait();
    REQUIRE(bytes() >= before + kGrowth);
  }
  std::string answer(std::vector<std::string> words) const {
    words.insert(words.end(), {"--json", "--data", data});
    const auto outcome = run(words);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return outcome.out;
  }
  int64_t counted(const std::vector<std::string>& words, const char* member) const {
    const auto parsed = json::parse(answer(words));
    REQUIRE(parsed.ok());
    return json::integer(*parsed, member, -1);
  }

  const Folder folder;
  const std::string data = folder.path("data");
};

// Starts `words`, ends them by `signal` while they write, and answers what they said.
Outcome interrupted(const Agency& agency, std::vector<std::string> words, int signal) {
  words.insert(words.end(), {"--data", agency.data});
  const auto before = agency.bytes();
  const Watch watch(agency.data);
  Program import(words);
  agency.await_growth(watch, before);
  import.signal(signal);
  return import.wait();
}

// Nothing of a journal's lines among what a person reads.
bool has_journal_lines(const std::string& text) {
  return text.find("{\"at\":") != std::string::npos;
}

}  // namespace

TEST_CASE("A killed import of ROME leaves the old referential, and goes through the next time") {
  const Agency agency;
  const std::vector<std::string> referential = {"referential"}, new_items = {"skills", "Zirkonium"};
  const auto before = agency.answer(referential);
  const auto found_before = agency.answer(new_items);
  const auto rome = write_rome(agency.folder, "rome", kItems, "Zirkonium");
  for (int time = 0; time < 2; ++time) {
    CHECK(interrupted(agency, {"import", "rome", rome}, SIGKILL).code == 128 + SIGKILL);
    CHECK(agency.answer(referential) == before);
    CHECK(agency.answer(new_items) == found_before);
  }
  {
    Served served(agency.data);
    CHECK(agency.answer(referential) == before);
    CHECK(served.stop().code == 0);
  }
  agency.answer({"import", "rome", rome});
  CHECK(agency.answer(referential) != before);
  CHECK_THAT(agency.answer(new_items), Catch::Contains("Zirkonium"));
}

TEST_CASE("A killed import of offers leaves whole offers, and is finished by the next") {
  const Agency agency;
  const auto offers = write_offers(agency.folder, "offers.jsonl", kOffers);
  CHECK(interrupted(agency, {"import", "offers", offers}, SIGKILL).code == 128 + SIGKILL);
  CHECK_THAT(agency.answer({"offer", "list", "--limit", "1"}), Catch::Contains("K1304"));
  const auto again = json::parse(agency.answer({"import", "offers", offers}));
  REQUIRE(again.ok());
  CHECK(json::integer(*again, "accepted") == kOffers);
  CHECK(json::integer(*again, "unchanged") > 0);
  CHECK(json::integer(*again, "unchanged") + json::integer(*again, "written") == kOffers);
  CHECK(agency.counted({"import", "offers", offers}, "unchanged") == kOffers);
}

TEST_CASE("An import that is told to stop says so and ends with 130") {
  const Agency agency;
  const auto before = agency.answer({"referential"});
  const auto rome = write_rome(agency.folder, "rome", kItems, "Zirkonium");
  const auto offers = write_offers(agency.folder, "offers.jsonl", kOffers);
  for (const int signal : {SIGINT, SIGTERM})
    for (const auto& words : {std::vector<std::string>{"import", "rome", rome},
                              std::vector<std::string>{"import", "offers", offers}}) {
      const auto stopped = interrupted(agency, words, signal);
      INFO(words[1] << " " << signal << " " << stopped.err);
      CHECK(stopped.code == 130);
      CHECK_THAT(stopped.err, Catch::Contains("stopped"));
      CHECK_FALSE(has_journal_lines(stopped.err));
      CHECK(agency.answer({"referential"}) == before);
    }
  CHECK(agency.counted({"import", "offers", offers}, "accepted") == kOffers);
}

TEST_CASE("A disk that fills during an import is named, and all is well once there is room") {
  const Folder folder;
  const auto disk = folder.path("disk");
  fs::create_directory(disk);
  if (::mount("none", disk.c_str(), "tmpfs", 0, "size=6m") != 0) {
    WARN("skipped: a small disk cannot be mounted here");
    return;
  }
  struct Unmount {
    const std::string& path;
    ~Unmount() { ::umount(path.c_str()); }
  } const unmount{disk};
  const auto command = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", disk});
    return run(words);
  };
  REQUIRE(command({"import", "rome", std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome"}).code ==
          0);
  const auto before = command({"referential", "--json"});
  REQUIRE(before.code == 0);
  const std::vector<std::vector<std::string>> imports = {
      {"import", "offers", write_offers(folder, "offers.jsonl", kOffers)},
      {"import", "rome", write_rome(folder, "rome", kItems, "Zirkonium")}};
  for (const auto& words : imports) {
    const auto full = command(words);
    INFO(words[1] << ": " << full.out << full.err);
    CHECK(full.code != 0);
    CHECK_THAT(full.err, Catch::Contains("full") || Catch::Contains("space"));
    CHECK_FALSE(has_journal_lines(full.err));
  }
  REQUIRE(::mount("none", disk.c_str(), "tmpfs", MS_REMOUNT, "size=256m") == 0);
  CHECK(command({"referential", "--json"}).out == before.out);
  for (const auto& words : imports) {
    const auto roomy = command(words);
    INFO(words[1] << ": " << roomy.out << roomy.err);
    CHECK(roomy.code == 0);
  }
}
