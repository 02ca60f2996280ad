// What sealing costs: a field, a person's key, a change of keys, a search by name.
#include <fmt/format.h>
#include <sodium.h>

#include <cstdlib>
#include <filesystem>

#include "events/outbox.hpp"
#include "figures.hpp"
#include "privacy/key_operations.hpp"
#include "privacy/search_tokens.hpp"

using namespace aksis;
using namespace aksis::privacy;

namespace {

constexpr int kPeople = 20'000;
constexpr int kFields = 200'000;
constexpr int kSearches = 200;

// libsodium alone over the same bytes.
double bare_seal() {
  unsigned char key[32], nonce[24], plain[64] = {}, out[64 + 16], associated[140] = {};
  randombytes_buf(key, sizeof key);
  return bench::seconds([&] {
    for (int i = 0; i < kFields; ++i) {
      randombytes_buf(nonce, sizeof nonce);
      crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, plain, sizeof plain, associated,
                                                 sizeof associated, nullptr, nonce, key);
    }
  });
}

std::vector<bench::Figure> measure_fields(storage::Database& database, Keyring& keys) {
  const std::string plain(64, 'x');
  const Place place{"core_person", "family_name", "019ab2c4-7d1e-7000-8000-000000000000"};
  storage::Blob blob;
  double seal = 0, open = 0, whole = 0;
  bench::require(database.read([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(key, keys.person_key(tx, "p1"));
    seal = bench::seconds([&] {
      for (int i = 0; i < kFields; ++i) blob = key.seal(place, plain);
    });
    open = bench::seconds([&] {
      for (int i = 0; i < kFields; ++i) bench::require(key.open(place, blob), "opening");
    });
    whole = bench::seconds([&] {
      for (int i = 0; i < kFields; ++i)
        bench::require(keys.person_key(tx, fmt::format("p{}", i % kPeople)), "a person's key");
    });
    return {};
  }),
                 "reading");
  const double micros = 1e6 / kFields;
  const double bare = bare_seal() * micros;
  return {{"privacy: seal a field of 64 B", seal * micros, "us", bare},
          {"privacy: open a field of 64 B", open * micros, "us", bare},
          {"privacy: a person's key from its row", whole * micros, "us", 0}};
}

std::vector<bench::Figure> measure_changes(storage::Database& database, Keyring& keys) {
  const Holders holders;
  const double tenant = bench::seconds(
      [&] { bench::require(rotate_tenant_keys(database, keys, holders, {}), "tenant keys"); });
  const double kek =
      bench::seconds([&] { bench::require(keys.rotate_kek(), "key-encryption key"); });
  const double verify = bench::seconds(
      [&] { bench::require(verify_keys(database, keys, holders, {}), "verification"); });
  const double scrub = bench::seconds([&] { bench::require(database.scrub(), "scrub"); });
  return {{"privacy: people's keys wrapped anew", kPeople / tenant, "keys/s", 0},
          {"privacy: change of the key-encryption key", kek * 1e3, "ms", 0},
          {"privacy: people's keys verified", kPeople / verify, "keys/s", 0},
          {fmt::format("privacy: scrub of {} MB", database.metrics().file_bytes / 1'000'000),
           scrub * 1e3, "ms", 0}};
}

std::vector<bench::Figure> measure_search(storage::Database& database, Keyring& keys) {
  const auto find = [&](const char* words) {
    const double took = bench::seconds([&] {
      for (int i = 0; i < kSearches; ++i)
        bench::require(database.read([&](storage::Transaction& tx) -> Status {
          AKSIS_TRY(find_people(tx, keys, words, 20));
          return {};
        }),
                       "searching");
    });
    return took * 1e3 / kSearches;
  };
  return {{"privacy: search of one person by two names", find("martin p777"), "ms", 0},
          {"privacy: search of a name of one in fifty", find("martin"), "ms", 0}};
}

void fill(storage::Database& database, Keyring& keys) {
  const char* const names[] = {"Martin", "Bernard", "Dubois", "Thomas", "Robert"};
  for (int first = 0; first < kPeople; first += 1000)
    bench::require(database.write(
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
  char folder[] = "privacy_bench.XXXXXX";
  bench::require(mkdtemp(folder) != nullptr, "making a folder");
  std::vector<bench::Figure> lines;
  {
    storage::Options options;
    options.path = std::string(folder) + "/bench.db";
    auto database = storage::Database::open(options);
    bench::require(database, "opening");
    bench::require(storage::migrate(**database, "core.events", events::migrations()), "migrating");
    bench::require(storage::migrate(**database, "core.privacy", migrations()), "migrating");
    const SystemClock clock;
    auto keys = Keyring::open(**database, key_file(std::string(folder) + "/kek"), clock);
    bench::require(keys, "keys");
    fill(**database, **keys);
    for (auto measure : {measure_fields, measure_search, measure_changes})
      for (auto& line : measure(**database, **keys)) lines.push_back(std::move(line));
  }
  std::filesystem::remove_all(folder);
  bench::report(lines, argc, argv);
}
