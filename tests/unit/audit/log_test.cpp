#include "audit/log.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "audit/search.hpp"
#include "audit/verify.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::audit;
using storage::number;

TEST_CASE("the canonical bytes are those the grammar says") {
  Entry one;
  one.at = 12;
  one.kind = "read";
  one.person = "\xC3\xA9";
  one.salt = std::string(16, 's');
  CHECK(canonical(one) ==
        "\x01"
        "2:12,4:read,0:,0:,0:,0:,2:\xC3\xA9,0:,0:,0:,0:,0:,4:done,0:,"
        "16:ssssssssssssssss,");
}

TEST_CASE("entries come back as they were written, and make the tree of their hashes") {
  Bench bench;
  bench.fill(600);
  Frontier tree;
  REQUIRE_OK(bench.database->read([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.query(fmt::format("SELECT {} FROM core_audit_entry e ORDER BY e.idx", kEntryColumns), {},
                 [&](const storage::Row& row) -> Status {
                   auto got = entry_of(row);
                   CHECK(got.index == tree.size());
                   CHECK(got.entry.salt.size() == kSaltBytes);
                   auto wanted = sample(int(got.index));
                   wanted.salt = got.entry.salt;
                   CHECK(canonical(got.entry) == canonical(wanted));
                   return tree.push(leaf_hash(canonical(got.entry)),
                                    [](int, int64_t, const Hash&) { return Status(); });
                 }));
    AKSIS_ASSIGN(state, read_state(tx));
    CHECK(state.tree.size() == 600);
    CHECK(state.tree.root() == tree.root());
    AKSIS_ASSIGN(root, root_at(level_reader(tx), 600));
    CHECK(root == tree.root());
    AKSIS_ASSIGN(proof, inclusion_proof(level_reader(tx), 17, 600));
    AKSIS_ASSIGN(leaf, level_reader(tx)(0, 17, 1));
    CHECK(proves_inclusion(leaf[0], 17, 600, proof, root));
    return {};
  }));
  CHECK(*number(*bench.database, "SELECT COUNT(*) FROM core_audit_node") == 2);
}

TEST_CASE("entries appended together are those appended one by one") {
  std::vector<Hashed> made;
  for (int i = 0; i < 1100; ++i) {
    auto one = sample(i);
    one.salt = std::string(kSaltBytes, static_cast<char>('a' + i % 26));
    made.emplace_back(std::move(one));
  }
  const auto state_of = [](Bench& bench) {
    LogState out;
    REQUIRE_OK(bench.database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(state, read_state(tx));
      out = std::move(state);
      return {};
    }));
    return out;
  };
  Bench alone, together;
  int full = 0;
  together.database->listen(std::string(kFullTopic), [&] { ++full; });
  REQUIRE_OK(alone.database->write(
      [&](storage::Transaction& tx) -> Status {
        for (const auto& one : made) AKSIS_TRY(append(tx, one.entry));
        return {};
      },
      nullptr, true));
  std::mt19937 random(3);
  for (size_t at = 0; at < made.size();) {
    std::vector<const Hashed*> some;
    for (size_t count = 1 + random() % 40; count > 0 && at < made.size(); --count)
      some.push_back(&made[at++]);
    REQUIRE_OK(
        together.database->write([&](storage::Transaction& tx) { return append_all(tx, some); }));
  }
  CHECK(state_of(together).tree.size() == 1100);
  CHECK(state_of(together).tree.root() == state_of(alone).tree.root());
  CHECK(*number(*together.database, "SELECT COUNT(*) FROM core_audit_node") == 4);
  CHECK(full == 1);
  for (auto* bench : {&alone, &together}) {
    bench->file(250);
    CHECK(state_of(*bench).filed == 1000);
    CHECK(*number(*bench->database, "SELECT COUNT(*) FROM core_audit_entry WHERE filed = 1") ==
          1000);
    CHECK(*number(*bench->database, "SELECT MAX(idx) FROM core_audit_entry WHERE filed = 1") ==
          999);
    const auto found = verify(*bench->database, bench->key, std::nullopt, {});
    REQUIRE(found.ok());
    CHECK(found->sound());
  }
}

TEST_CASE("a log of before entries were filed late is searched as before") {
  storage::Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
  const auto all = migrations();
  REQUIRE_OK(storage::migrate(*database, "core.audit", {all.front()}));
  REQUIRE_OK(storage::run(*database,
                          "INSERT INTO core_audit_entry (idx, at, kind, actor, on_behalf_of, "
                          "operation, module, person, object, relation, reason, request_id, "
                          "session, outcome, details, salt) VALUES (0, 7, 'read', 'account:a', '', "
                          "'people.read', 'core', 'person-a', '', '', '', '', '', 'done', $1, $1)",
                          {storage::Blob(16, 1)}));
  REQUIRE_OK(storage::run(*database, "UPDATE core_audit_state SET size = 1, frontier = $1",
                          {storage::Blob(32, 1)}));
  REQUIRE_OK(storage::migrate(*database, "core.audit", all));
  REQUIRE_OK(database->write([](storage::Transaction& tx) -> Status {
    auto later = sample(1);
    later.person = "person-a";
    AKSIS_TRY(append(tx, later));
    return {};
  }));
  REQUIRE_OK(database->read([](storage::Transaction& tx) -> Status {
    SearchFilter filter;
    filter.person = "person-a";
    AKSIS_ASSIGN(page, search(tx, filter));
    REQUIRE(page.entries.size() == 2);
    CHECK(page.entries[0].index == 1);
    CHECK(page.entries[1].index == 0);
    return {};
  }));
}

TEST_CASE("an entry is kept or lost with its change") {
  Bench bench;
  bench.fill(3);
  CHECK_FALSE(bench.database
                  ->write([&](storage::Transaction& tx) -> Status {
                    AKSIS_TRY(append(tx, sample(3)));
                    return invalid("the change is refused");
                  })
                  .ok());
  bench.fill(1);
  CHECK(*number(*bench.database, "SELECT COUNT(*) FROM core_audit_leaf") == 4);
  CHECK(*number(*bench.database, "SELECT size FROM core_audit_state") == 4);
}

TEST_CASE("without its state nothing is appended") {
  Bench bench;
  bench.fill(3);
  const auto append_one = [&] {
    return bench.database->write([&](storage::Transaction& tx) -> Status {
      AKSIS_TRY(append(tx, sample(3)));
      return {};
    });
  };
  REQUIRE_OK(storage::run(*bench.database, "UPDATE core_audit_state SET size = 4"));
  CHECK_FALSE(append_one().ok());
  REQUIRE_OK(storage::run(*bench.database, "DELETE FROM core_audit_state"));
  CHECK_FALSE(append_one().ok());
}

TEST_CASE("checkpoints are signed notes, and nothing is signed that does not extend the last") {
  Bench bench;
  CHECK_FALSE(bench.checkpoint());
  bench.fill(300);
  const auto first = bench.checkpoint();
  REQUIRE(first);
  CHECK(first->number == 1);
  CHECK(first->size == 300);
  CHECK_FALSE(bench.checkpoint());
  const auto said = bench.key.opened(first->note);
  REQUIRE_OK(said);
  CHECK(said->size == 300);
  CHECK(first->note.starts_with("agence.example/1\n300\n"));
  bench.fill(10);
  REQUIRE_OK(storage::run(*bench.database, "UPDATE core_audit_leaf SET hash = $1 WHERE idx = 299",
                          {storage::Blob(32, 7)}));
  CHECK_FALSE(bench.database
                  ->write([&](storage::Transaction& tx) -> Status {
                    AKSIS_TRY(make_checkpoint(tx, bench.key));
                    return {};
                  })
                  .ok());
}

TEST_CASE("no byte of a note can change unseen") {
  Bench bench;
  const auto note = bench.key.sign({1234, leaf_hash("x")});
  REQUIRE_OK(bench.key.opened(note));
  for (size_t i = 0; i < note.size(); ++i)
    for (const char bit : {1, 2, 32}) {
      auto changed = note;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      CHECK_FALSE(bench.key.opened(changed).ok());
    }
  CHECK_FALSE(bench.key.opened(note + "\n").ok());
  CHECK_FALSE(bench.key.opened(note.substr(0, note.size() - 1)).ok());
  const auto other = SigningKey::open(bench.scratch.path("other"), "agence.example/1");
  CHECK_FALSE(bench.key.opened(other->sign({1234, leaf_hash("x")})).ok());
}

TEST_CASE("the key's file is the owner's alone and is the same key at the next start") {
  Bench bench;
  const auto path = bench.scratch.path("key");
  struct stat facts {};
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0400);
  const auto again = SigningKey::open(path, "agence.example/1");
  REQUIRE_OK(again);
  CHECK(again->verifier() == bench.key.verifier());
  // Whatever letters the seed has in base64.
  for (int i = 0; i < 50; ++i) {
    const auto other = bench.scratch.path("key" + std::to_string(i));
    const auto made = SigningKey::open(other, "agence.example/1");
    CHECK(SigningKey::open(other, "agence.example/1")->verifier() == made->verifier());
  }
  CHECK_FALSE(SigningKey::open(path, "other").ok());
  CHECK_FALSE(SigningKey::open(path, "with space").ok());
  chmod(path.c_str(), 0440);
  CHECK_FALSE(SigningKey::open(path, "agence.example/1").ok());
  std::ofstream(bench.scratch.path("broken")) << "PRIVATE+KEY+agence.example/1+00000000+AAAA\n";
  chmod(bench.scratch.path("broken").c_str(), 0400);
  CHECK_FALSE(SigningKey::open(bench.scratch.path("broken"), "agence.example/1").ok());
}

TEST_CASE("what a body notes is sealed into the entry around it") {
  Bench bench;
  std::string sealed_for;
  bool seal_fails = false;
  bench.database->surround_writes(surroundings([&]() -> std::optional<Entry> { return sample(1); },
                                               [&](storage::Transaction&, std::string_view person,
                                                   std::string_view plain) -> Result<std::string> {
                                                 if (seal_fails) return internal("no key");
                                                 sealed_for = person;
                                                 return "sealed:" + std::string(plain);
                                               }));
  note({"lost", "outside", "of any body"});
  REQUIRE_OK(bench.database->write([](storage::Transaction&) -> Status {
    note({"email", "a@b", "c@d"});
    note_subject("person-new");
    return {};
  }));
  CHECK(sealed_for == "person-new");
  const auto changes = "SELECT COUNT(*) FROM core_audit_entry WHERE person = 'person-new'";
  CHECK(*number(*bench.database, changes) == 1);
  CHECK(*number(*bench.database, "SELECT LENGTH(details) FROM core_audit_entry") ==
        int64_t(std::string(R"(sealed:[{"member":"email","before":"a@b","after":"c@d"}])").size()));
  seal_fails = true;
  CHECK_FALSE(bench.database
                  ->write([](storage::Transaction&) -> Status {
                    note({"email", "", ""});
                    return {};
                  })
                  .ok());
  CHECK(*number(*bench.database, changes) == 1);
}
