#include "privacy/keyring.hpp"

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "keys_bench.hpp"

using namespace aksis;
using namespace aksis::privacy;
using storage::Blob;
using storage::message;

namespace {

constexpr Place kName{"core_person", "name", "row-1"};

std::string word(std::mt19937& random, size_t size_max) {
  std::string out;
  for (size_t size = random() % (size_max + 1); out.size() < size;)
    out += static_cast<char>(random());
  return out;
}

}  // namespace

TEST_CASE("what is sealed opens in its place for its person, and nowhere else") {
  KeysBench bench;
  bench.add_person("ana");
  bench.add_person("bob");
  const auto blob = bench.sealed(kName, "ana", "Ana Martin");
  CHECK(blob.size() == 10 + kSealedOverhead);
  CHECK(*bench.opened(kName, "ana", blob) == "Ana Martin");
  for (const auto& place :
       {Place{"core_persons", "name", "row-1"}, Place{"core_person", "names", "row-1"},
        Place{"core_person", "name", "row-2"}, Place{"core_personname", "", "row-1"}}) {
    const auto moved = bench.opened(place, "ana", blob);
    REQUIRE_FALSE(moved.ok());
    CHECK(moved.error().message.find("moved from another place") != std::string::npos);
    CHECK(moved.error().message.find("Martin") == std::string::npos);
  }
  CHECK_FALSE(bench.opened(kName, "bob", blob).ok());
  CHECK(bench.opened(kName, "eve", blob).error().code == Code::not_found);
  CHECK(bench.sealed(kName, "ana", "Ana Martin") != blob);
}

TEST_CASE("a change of any byte of sealed bytes is seen") {
  KeysBench bench;
  bench.add_person("ana");
  const auto blob = bench.sealed(kName, "ana", "Ana");
  for (size_t i = 0; i < blob.size(); ++i) {
    auto changed = blob;
    changed[i] ^= 1;
    INFO("byte " << i);
    CHECK_FALSE(bench.opened(kName, "ana", changed).ok());
  }
  for (size_t size = 0; size < blob.size(); ++size)
    CHECK_FALSE(bench.opened(kName, "ana", Blob(blob.begin(), blob.begin() + long(size))).ok());
}

TEST_CASE("whatever is sealed comes back the same, with the keys opened anew") {
  KeysBench bench;
  bench.add_person("ana");
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const auto plain = word(random, 300);
    const auto row = word(random, 10);
    const Place place{"t", "c", row};
    const auto blob = bench.sealed(place, "ana", plain);
    if (i % 50 == 0) bench.reopen_keys();
    CHECK(*bench.opened(place, "ana", blob) == plain);
  }
}

TEST_CASE("a person whose making was rolled back has no key") {
  KeysBench bench;
  const auto undone = bench.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(bench.keys->create_person_key(tx, "ana"));
    AKSIS_TRY(bench.keys->seal(tx, kName, "ana", "Ana"));
    return invalid("no");
  });
  CHECK(message(undone) == "no");
  CHECK(bench.opened(kName, "ana", {}).error().code == Code::not_found);
  bench.add_person("ana");
  CHECK(
      bench
          .write([&](storage::Transaction& tx) { return bench.keys->create_person_key(tx, "ana"); })
          .error()
          .code == Code::conflict);
}

TEST_CASE("secrets of the tenant open in their place alone") {
  KeysBench bench;
  const Place place{"core_factor", "secret", "f1"};
  REQUIRE_OK(bench.write([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(blob, bench.keys->seal_tenant(tx, place, "JBSWY3DP"));
    AKSIS_ASSIGN(plain, bench.keys->open_tenant(tx, place, blob));
    CHECK(plain == "JBSWY3DP");
    CHECK_FALSE(bench.keys->open_tenant(tx, {"core_factor", "secret", "f2"}, blob).ok());
    return {};
  }));
}

TEST_CASE("a key file that others may read, or that is no key, or is gone, is refused") {
  KeysBench bench;
  struct stat about {};
  REQUIRE(stat(bench.key_path.c_str(), &about) == 0);
  CHECK((about.st_mode & 07777) == 0400);
  const auto again = [&] {
    return Keyring::open(*bench.database, key_file(bench.key_path), bench.clock);
  };
  for (const mode_t mode : {0600, 0440, 0404, 0700}) {
    REQUIRE(chmod(bench.key_path.c_str(), mode) == 0);
    CHECK(message(again()).find("chmod 0400") != std::string::npos);
  }
  REQUIRE(chmod(bench.key_path.c_str(), 0400) == 0);
  CHECK(again().ok());
  std::filesystem::rename(bench.key_path, bench.key_path + ".away");
  CHECK(message(again()).find("bring that key back") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(bench.key_path));
  std::ofstream(bench.key_path) << "abc\n";
  REQUIRE(chmod(bench.key_path.c_str(), 0400) == 0);
  CHECK(message(again()).find("64 hexadecimal digits") != std::string::npos);
}

TEST_CASE("a systemd credential opens the database, and its successor takes over") {
  KeysBench bench;
  const auto folder = bench.scratch.folder();
  storage::Scratch other;
  auto database = other.open();
  REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
  REQUIRE_OK(storage::migrate(*database, "core.privacy", migrations()));
  const auto open = [&] {
    return Keyring::open(*database, systemd_credential("kek2", folder), bench.clock);
  };
  CHECK(message(open()).find("kek2") != std::string::npos);
  std::ofstream(folder + "/kek2") << std::string(64, 'a');
  {
    const auto keys = open();
    REQUIRE(keys.ok());
    CHECK_FALSE((*keys)->rotate_kek().ok());
    std::ofstream(folder + "/kek2.next") << std::string(64, 'b') << '\n';
    CHECK(*(*keys)->rotate_kek() == 4);
  }
  std::filesystem::remove(folder + "/kek2");
  const auto keys = open();
  INFO(message(keys));
  CHECK(keys.ok());
}

TEST_CASE("a changed row of a tenant or a person's key opens nothing") {
  KeysBench bench;
  bench.add_person("ana");
  bench.add_person("bob");
  REQUIRE_OK(storage::run(*bench.database,
                          "UPDATE core_person_key SET wrapped = (SELECT wrapped FROM "
                          "core_person_key WHERE person = 'ana') WHERE person = 'bob'"));
  CHECK(message(bench.opened(kName, "bob", {})).find("key of person bob") != std::string::npos);
  REQUIRE_OK(storage::run(*bench.database,
                          "UPDATE core_tenant_key SET wrapped = (SELECT wrapped FROM "
                          "core_tenant_key WHERE purpose = 'search') WHERE purpose = 'people'"));
  CHECK_FALSE(Keyring::open(*bench.database, key_file(bench.key_path), bench.clock).ok());
}

TEST_CASE("the key-encryption key and the tenant's change while everybody works") {
  KeysBench bench;
  for (int i = 0; i < 50; ++i) bench.add_person("p" + std::to_string(i));
  std::atomic<bool> stop{false};
  std::atomic<int> done{0}, failed{0};
  const auto work = [&](unsigned seed) {
    std::mt19937 random(seed);
    while (!stop) {
      const auto person = "p" + std::to_string(random() % 50);
      const auto status = bench.database->read([&](storage::Transaction& tx) -> Status {
        AKSIS_ASSIGN(blob, bench.keys->seal(tx, kName, person, person));
        AKSIS_ASSIGN(plain, bench.keys->open(tx, kName, person, blob));
        return plain == person ? Status() : invalid("another text");
      });
      ++(status.ok() ? done : failed);
    }
  };
  std::thread reader(work, 1), other(work, 2);
  std::thread maker([&] {
    for (int i = 0; !stop; ++i) {
      const auto status = bench.write([&](storage::Transaction& tx) {
        return bench.keys->create_person_key(tx, "new" + std::to_string(i));
      });
      ++(status.ok() ? done : failed);
    }
  });
  const auto before = bench.keys->current(Purpose::people);
  for (int round = 0; round < 3; ++round) {
    CHECK(bench.keys->rotate_kek().ok());
    CHECK(bench.keys->begin_rotation(Purpose::people).ok());
    int64_t moved = 1;
    while (moved > 0)
      CHECK(bench
                .write([&](storage::Transaction& tx) -> Status {
                  AKSIS_ASSIGN(count, bench.keys->rewrap_people(tx, 7));
                  moved = count;
                  return count ? Status() : bench.keys->retire(tx, Purpose::people);
                })
                .ok());
  }
  stop = true;
  reader.join(), other.join(), maker.join();
  CHECK(failed == 0);
  CHECK(done > 100);
  CHECK(bench.keys->current(Purpose::people) != before);
  CHECK(*storage::number(*bench.database,
                         "SELECT COUNT(*) FROM core_person_key WHERE tenant_kid NOT IN (SELECT kid "
                         "FROM core_tenant_key WHERE state = 'current')") == 0);
  CHECK(*storage::number(*bench.database,
                         "SELECT COUNT(*) FROM core_tenant_key WHERE state = "
                         "'retired' AND wrapped IS NULL") == 3);
  const auto blob = bench.sealed(kName, "p1", "kept");
  bench.reopen_keys();
  CHECK(*bench.opened(kName, "p1", blob) == "kept");
}

TEST_CASE("a change of keys that was interrupted anywhere goes on") {
  KeysBench bench;
  for (int i = 0; i < 5; ++i) bench.add_person("p" + std::to_string(i));
  const auto blob = bench.sealed(kName, "p3", "kept");
  const auto first = bench.keys->kek();
  // The next key made, not yet in use.
  REQUIRE(key_file(bench.key_path)->make().ok());
  bench.reopen_keys();
  CHECK(bench.keys->kek() == first);
  REQUIRE(bench.keys->rotate_kek().ok());
  CHECK(bench.keys->kek() != first);
  CHECK_FALSE(std::filesystem::exists(bench.key_path + ".next"));
  // In use, not yet in its place.
  std::filesystem::rename(bench.key_path, bench.key_path + ".next");
  std::filesystem::rename(bench.key_path + ".old-" + first.substr(5), bench.key_path);
  bench.reopen_keys();
  CHECK_FALSE(std::filesystem::exists(bench.key_path + ".next"));
  REQUIRE(bench.keys->begin_rotation(Purpose::people).ok());
  const auto coming = bench.keys->current(Purpose::people);
  REQUIRE_OK(bench.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(bench.keys->rewrap_people(tx, 2));
    return bench.keys->retire(tx, Purpose::people).ok() ? invalid("too early") : Status();
  }));
  bench.reopen_keys();
  CHECK(*bench.opened(kName, "p3", blob) == "kept");
  REQUIRE(bench.keys->begin_rotation(Purpose::people).ok());
  CHECK(bench.keys->current(Purpose::people) == coming);
  CHECK_FALSE(bench.keys->begin_rotation(Purpose::nir_index).ok());
}
