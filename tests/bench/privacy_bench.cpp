// What sealing costs: a field, a person's key, a change of keys, a search by name.
#include <fmt/format.h>
#include <sodium.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

#include "events/outbox.hpp"
#include "privacy/key_operations.hpp"
#include "privacy/search_tokens.hpp"

using namespace aksis;
using namespace aksis::privacy;

namespace {

constexpr int kPeople = 20'000;
constexpr int kFields = 200'000;
constexpr int kSearches = 200;

void require(bool ok, const std::string& doing) {
  if (ok) return;
  std::fprintf(stderr, "failed: %s\n", doing.c_str());
  std::exit(1);
}
template <typename T>
void require(const Result<T>& result, const std::string& doing) {
  require(result.ok(), doing + (result.ok() ? "" : ": " + result.error().message));
}

double seconds(const std::function<void()>& what) {
  const auto start = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Line {
  std::string name, unit;
  double value, limit;  // limit 0: none
};

// libsodium alone over the same bytes.
double bare_seal() {
  unsigned char key[32], nonce[24], plain[64] = {}, out[64 + 16], associated[140] = {};
  randombytes_buf(key, sizeof key);
  return seconds([&] {
    for (int i = 0; i < kFields; ++i) {
      randombytes_buf(nonce, sizeof nonce);
      crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, plain, sizeof plain, associated,
                                                 sizeof associated, nullptr, nonce, key);
    }
  });
}

std::vector<Line> measure_fields(storage::Database& database, Keyring& keys) {
  const std::string plain(64, 'x');
  const Place place{"core_person", "family_name", "019ab2c4-7d1e-7000-8000-000000000000"};
  storage::Blob blob;
  double seal = 0, open = 0, whole = 0;
  require(database.read([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(key, keys.person_key(tx, "p1"));
    seal = seconds([&] {
      for (int i = 0; i < kFields; ++i) blob = key.seal(place, plain);
    });
    open = seconds([&] {
      for (int i = 0; i < kFields; ++i) require(key.open(place, blob), "opening");
    });
    whole = seconds([&] {
      for (int i = 0; i < kFields; ++i)
        require(keys.person_key(tx, fmt::format("p{}", i % kPeople)), "a person's key");
    });
    return {};
  }),
          "reading");
  const double micros = 1e6 / kFields;
  const double bare = bare_seal() * micros;
  return {{"privacy: seal a field of 64 B", "us", seal * micros, bare},
          {"privacy: open a field of 64 B", "us", open * micros, bare},
          {"privacy: a person's key from its row", "us", whole * micros, 0}};
}

std::vector<Line> measure_changes(storage::Database& database, Keyring& keys) {
  const Holders holders;
  const double tenant =
      seconds([&] { require(rotate_tenant_keys(database, keys, holders, {}), "tenant keys"); });
  const double kek = seconds([&] { require(keys.rotate_kek(), "key-encryption key"); });
  const double verify =
      seconds([&] { require(verify_keys(database, keys, holders, {}), "verification"); });
  const double scrub = seconds([&] { require(database.scrub(), "scrub"); });
  return {{"privacy: people's keys wrapped anew", "keys/s", kPeople / tenant, 0},
          {"privacy: change of the key-encryption key", "ms", kek * 1e3, 0},
          {"privacy: people's keys verified", "keys/s", kPeople / verify, 0},
          {fmt::format("privacy: scrub of {} MB", database.metrics().file_bytes / 1'000'000), "ms",
           scrub * 1e3, 0}};
}

std::vector<Line> measure_search(storage::Database& database, Keyring& keys) {
  const auto find = [&](const char* words) {
    const double took = seconds([&] {
      for (int i = 0; i < kSearches; ++i)
        require(database.read([&](storage::Transaction& tx) -> Status {
          AKSIS_TRY(find_people(tx, keys, words, 20));
          return {};
        }),
                "searching");
    });
    return took * 1e3 / kSearches;
  };
  return {{"privacy: search of one person by two names", "ms", find("martin p777"), 0},
          {"privacy: search of a name of one in fifty", "ms", find("martin"), 0}};
}

void fill(storage::Database& database, Keyring& keys) {
  const char* const names[] = {"Martin", "Bernard", "Dubois", "Thomas", "Robert"};
  for (int first = 0; first < kPeople; first += 1000)
    require(database.write(
                [&](storage::Transaction& tx) -> Status {
                  for (int i = first; i < first + 1000; ++i) {
                    const auto person = fmt::format("p{}", i);
                    AKSIS_TRY(keys.create_person_key(tx, person));
                    const auto name =
                        fmt::format("{} {}", i % 50 ? names[1 + i % 4] : names[0], person);
                    AKSIS_TRY(write_search_tokens(tx, keys, person, "name", name));
                  }
                  return {};
                },
                nullptr, true),
            "filling");
}

}  // namespace

int main(int argc, char** argv) {
  const char* json_path = nullptr;
  for (int i = 1; i + 1 < argc; i += 2)
    if (std::strcmp(argv[i], "--json") == 0) json_path = argv[i + 1];
  char folder[] = "privacy_bench.XXXXXX";
  require(mkdtemp(folder) != nullptr, "making a folder");
  std::vector<Line> lines;
  {
    storage::Options options;
    options.path = std::string(folder) + "/bench.db";
    auto database = storage::Database::open(options);
    require(database, "opening");
    require(storage::migrate(**database, "core.events", events::migrations()), "migrating");
    require(storage::migrate(**database, "core.privacy", migrations()), "migrating");
    const SystemClock clock;
    auto keys = Keyring::open(**database, key_file(std::string(folder) + "/kek"), clock);
    require(keys, "keys");
    fill(**database, **keys);
    for (auto measure : {measure_fields, measure_search, measure_changes})
      for (auto& line : measure(**database, **keys)) lines.push_back(std::move(line));
  }
  std::filesystem::remove_all(folder);
  std::string rows;
  for (const auto& line : lines) {
    std::printf("%-50s %12.3f %s\n", line.name.c_str(), line.value, line.unit.c_str());
    const auto bound = line.limit ? fmt::format("{}", line.limit) : "null";
    const auto ratio = line.limit ? fmt::format("{}", line.limit / line.value) : "null";
    rows += fmt::format(R"({}{{"name":"{}","value":{},"unit":"{}","limit":{},"ratio":{}}})",
                        rows.empty() ? "" : ",", line.name, line.value, line.unit, bound, ratio);
  }
  if (json_path) std::ofstream(json_path) << "[" << rows << "]\n";
}
