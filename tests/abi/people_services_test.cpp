// aksis.record/1 and aksis.privacy/1 through a loaded module: what the gate, the keys and an
// erasure promise holds for modules too.
#include <catch2/catch.hpp>

#include "kept_people.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kAna = "018f0000-0000-7000-8000-00000000000a";
constexpr const char* kBea = "018f0000-0000-7000-8000-00000000000b";

// Breaks rules on people's data, with the gate's port as a list of records.
struct Agency : TestHost {
  Agency() {
    kept.add(kAna);
    kept.add(kBea);
    kept.offer(options);
    kept.offer_operations(*registry);
    options.open_person = [this](const operations::Operation&, operations::Call&,
                                 const std::string& person) -> Status {
      if (person == opens) return {};
      return Error{Code::forbidden, "you do not accompany this person", {}};
    };
    folder.add_fixture("misbehaves", "modules/misbehaves");
    const auto loaded = load();
    INFO((loaded.ok() ? "" : loaded.error().message));
    REQUIRE(loaded.ok());
  }
  // As an account, which the gate stands before.
  Status as_account(const std::string& operation, const std::string& input) {
    operations::Principal ana{"account:ana", false, {"*"}};
    ana.account = "ana";
    operations::Call call(ana, *json::parse(input));
    const auto status = registry->run(*registry->find(operation), call);
    answer = call.response();
    return status;
  }
  Error failing(const std::string& operation, const std::string& input = "{}") {
    Stderr output;
    const auto status = run(operation, input);
    log = output.text();
    REQUIRE_FALSE(status.ok());
    return status.error();
  }
  std::string of(const std::string& person) const { return R"({"person":")" + person + "\"}"; }
  std::string whose(const std::string& person) const { return R"({"whose":")" + person + "\"}"; }

  KeptPeople kept{*database, folder.path(), clock};
  std::string opens;  // whom open_person() lets through
  std::string log;
};

}  // namespace

TEST_CASE("a sealed text opens only in a call that has the person's record open") {
  Agency agency;
  REQUIRE(agency.run("misbehaves.seals", agency.of(kAna)).ok());
  REQUIRE(agency.as_account("misbehaves.opens_named", agency.of(kAna)).ok());
  CHECK(agency.answer == R"("mots de Ana")");
  const auto closed = agency.as_account("misbehaves.opens_unnamed", agency.whose(kAna));
  REQUIRE_FALSE(closed.ok());
  CHECK(closed.error().code == Code::forbidden);
  CHECK_THAT(closed.error().message, Contains("has their record open"));
  // Bea's record open is not Ana's.
  agency.opens = kBea;
  CHECK(agency.as_account("misbehaves.asks_then_opens", agency.whose(kAna)).error().code ==
        Code::forbidden);
  agency.opens = kAna;
  REQUIRE(agency.as_account("misbehaves.asks_then_opens", agency.whose(kAna)).ok());
  CHECK(agency.answer == R"("mots de Ana")");
  // The module's own jobs have nobody for whom a gate would stand.
  CHECK(agency.run("misbehaves.opens_unnamed", agency.whose(kAna)).ok());
}

TEST_CASE("sealing is refused in a read, in an undeclared column, for nobody") {
  Agency agency;
  CHECK_THAT(agency.failing("misbehaves.seals_in_read", agency.of(kAna)).message,
             Contains("not in a read"));
  const auto undeclared = agency.failing("misbehaves.seals_undeclared", agency.of(kAna));
  CHECK(undeclared.code == Code::forbidden);
  CHECK_THAT(undeclared.message, Contains("mis_note.id") && Contains("tables.sealed"));
  CHECK(agency.failing("misbehaves.seals", agency.of("nobody")).code == Code::not_found);
}

TEST_CASE("somebody added before there were keys gets one with the first text") {
  Agency agency;
  agency.kept.add("old", false);
  REQUIRE(agency.run("misbehaves.seals", agency.of("old")).ok());
  CHECK(agency.run("misbehaves.opens_named", agency.of("old")).ok());
  CHECK(agency.kept.key_faults() == 0);
}

TEST_CASE("the record is not asked inside a transaction, nor a text sealed on another thread") {
  Agency agency;
  CHECK(agency.failing("misbehaves.asks_in_body", agency.of(kAna)).code == Code::conflict);
  CHECK(agency.failing("misbehaves.seals_elsewhere", agency.of(kAna)).code == Code::internal);
  CHECK_THAT(agency.log, Contains("MODULE_MISBEHAVING") && Contains("another thread"));
}

TEST_CASE("bytes moved to another row or person do not open, and keys verify tell") {
  Agency agency;
  REQUIRE(agency.run("misbehaves.seals", agency.of(kAna)).ok());
  CHECK(agency.kept.key_faults() == 0);
  REQUIRE(agency.database
              ->write([&](storage::Transaction& tx) -> Status {
                AKSIS_TRY(tx.execute("UPDATE mis_text SET person = $1, id = $1",
                                     {std::string_view(kBea)}));
                return {};
              })
              .ok());
  CHECK(agency.failing("misbehaves.opens_named", agency.of(kBea)).code == Code::internal);
  CHECK(agency.kept.key_faults() == 1);
}

TEST_CASE("what a module cannot show fails the export, with a log line") {
  Agency agency;
  Stderr output;
  const auto made = agency.database->read([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(privacy::export_person(tx, agency.kept.holders, kAna, agency.clock));
    return {};
  });
  REQUIRE_FALSE(made.ok());
  CHECK_THAT(made.error().message, Contains("misbehaves could not show its part"));
  CHECK_THAT(output.text(), Contains("MODULE_MISBEHAVING") && Contains("no JSON"));
}

TEST_CASE("what a module cannot erase fails the erasure as a whole") {
  Agency agency;
  REQUIRE(agency.run("misbehaves.seals", agency.of(kAna)).ok());
  const auto erased = agency.kept.erasures.erase({kAna, "request", "lettre du 3", "account:ana"});
  REQUIRE_FALSE(erased.ok());
  CHECK_THAT(erased.error().message, Contains("mis_absent"));
  CHECK(agency.run("misbehaves.opens_named", agency.of(kAna)).ok());  // the key is there still
}

TEST_CASE("a manifest that seals without asking for aksis.privacy/1 is refused") {
  TestHost host;
  host.folder.add_fixture("frozen", "modules/frozen");
  auto text = [&] {
    std::ifstream file(host.folder.path("modules/frozen/module.json"));
    return std::string{std::istreambuf_iterator<char>(file), {}};
  }();
  const std::string needed = ", \"aksis.privacy/1\"";
  const auto at = text.find(needed);
  REQUIRE(at != std::string::npos);
  text.erase(at, needed.size());
  host.folder.write("modules/frozen/module.json", text);
  const auto loaded = host.load();
  REQUIRE_FALSE(loaded.ok());
  CHECK_THAT(loaded.error().message, Contains("sealed columns need \"aksis.privacy/1\""));
}
