#include "access/broken_glass.hpp"
#include "access/opened_holder.hpp"

#include "file_holds.hpp"
#include "house.hpp"
#include "record/territories.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Scope;

namespace {

// Two communes of one department, one of another in the same region, one elsewhere.
struct GlassHouse : House {
  std::string lille, roubaix, arras, lyon;

  explicit GlassHouse(GlassRules rules = {}) : House({}, rules) {
    const std::vector<record::Commune> communes = {commune("59350", "Lille", "59", "32", "3201"),
                                                   commune("59512", "Roubaix", "59", "32", "3202"),
                                                   commune("62041", "Arras", "62", "32", "3203"),
                                                   commune("69123", "Lyon", "69", "84", "8401")};
    REQUIRE_OK(
        record::write_territories(*database, communes, clock, [](size_t, size_t) { return true; }));
    lille = agency("Lille", "commune", "59350");
    roubaix = agency("Roubaix", "commune", "59512");
    arras = agency("Arras", "commune", "62041");
    lyon = agency("Lyon", "commune", "69123");
  }

  static record::Commune commune(const std::string& code, const std::string& name,
                                 const std::string& department, const std::string& region,
                                 const std::string& area) {
    record::Commune out;
    out.code = code;
    out.name = name;
    out.department = department;
    out.region = region;
    out.employment_area = area;
    return out;
  }

  std::string followed_by(const std::string& agency) {
    const auto id = person();
    relate(id, "agency", agency);
    return id;
  }
};

}  // namespace

TEST_CASE("a broken glass opens one record for an hour, with its reason on every entry") {
  GlassHouse house;
  const auto boss_place = house.agency("Nord", "department", "59");
  const auto ana = house.account("ana", boss_place, {"adviser"});
  const auto caller = house.as(ana);
  const auto person = house.followed_by(house.lille), other = house.followed_by(house.lille);
  REQUIRE(house.read(caller, person).code() == Code::forbidden);
  const auto broken = house.break_glass(caller, person);
  INFO(broken.why());
  REQUIRE(broken.ok());
  const auto made = house.entry(broken.request);
  CHECK(made.person == person);
  CHECK(made.reason == kGlassReason);
  CHECK(made.relation == "break_glass");
  CHECK(made.object == "glass:" + broken.text("id"));
  const auto read = house.read(caller, person);
  REQUIRE(read.ok());
  CHECK(house.entry(read.request).relation == "break_glass");
  CHECK(house.entry(read.request).reason == kGlassReason);
  CHECK(house.read(caller, other).code() == Code::forbidden);
  // Not for a colleague.
  const auto ben = house.account("ben", boss_place, {"adviser"});
  CHECK(house.read(house.as(ben), person).code() == Code::forbidden);
  house.clock.at += kHour - 1;
  CHECK(house.read(caller, person).ok());
  house.clock.at += 1;
  CHECK(house.read(caller, person).code() == Code::forbidden);
  CHECK(house.count("SELECT count(*) FROM core_event WHERE type = 'core.glass_broken/1'") == 1);
}

TEST_CASE("a reason is twenty letters or more, not twenty spaces") {
  GlassHouse house;
  const auto caller = house.as(house.account("ana", house.lille, {"adviser"}));
  const auto person = house.followed_by(house.lille);
  for (const auto& reason : {std::string("urgent"), std::string(20, ' '), std::string(40, '.'),
                             std::string("dix-neuf lettres sans une"), std::string(501, 'a'),
                             std::string("a a a a a a a a a a a")}) {
    const bool enough = reason == "dix-neuf lettres sans une";
    INFO(reason);
    CHECK(house.break_glass(caller, person, reason).code() == (enough ? Code{0} : Code::invalid));
  }
  CHECK(house.break_glass(caller, person, "ééééé ééééé ééééé éééé").code() == Code::invalid);
  CHECK(house.break_glass(caller, person, "ééééé ééééé ééééé ééééé").ok());
  CHECK(house.break_glass({"client:p", false, {"*"}}, person).code() == Code::forbidden);
}

TEST_CASE("five glasses in any twenty-four hours, whatever midnight does") {
  GlassRules rules;
  rules.a_day_max = 3;
  GlassHouse house(rules);
  const auto ana = house.account("ana", house.lille, {"adviser"});
  const auto breaks = [&] {
    return house.break_glass(house.as(ana), house.followed_by(house.lille)).code();
  };
  // Ten minutes before midnight.
  house.clock.at = (house.clock.now() / kDay + 1) * kDay - 10 * kMinute;
  const Micros first = house.clock.now();
  for (int i = 0; i < 3; ++i) REQUIRE(breaks() == Code{0});
  CHECK(breaks() == Code::forbidden);
  house.clock.at += 20 * kMinute;  // another day, the same night
  CHECK(breaks() == Code::forbidden);
  house.clock.at = first + kDay - 1;
  CHECK(breaks() == Code::forbidden);
  house.clock.at = first + kDay;
  CHECK(breaks() == Code{0});
  // One account's number is not another's.
  CHECK(house
            .break_glass(house.as(house.account("ben", house.lille, {"adviser"})),
                         house.followed_by(house.lille))
            .ok());
  // Many at once gain nothing.
  const auto cleo = house.account("cleo", house.lille, {"adviser"});
  const auto caller = house.as(cleo);
  std::vector<std::string> people;
  for (int i = 0; i < 8; ++i) people.push_back(house.followed_by(house.lille));
  std::atomic<int> broken = 0;
  std::vector<std::thread> threads;
  for (const auto& person : people)
    threads.emplace_back([&, person] { broken += house.break_glass(caller, person).ok() ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  CHECK(broken == 3);
}

TEST_CASE("a glass reaches as far as its scope and the territory of one's agency") {
  GlassRules rules;
  rules.a_day_max = 100;
  GlassHouse house(rules);
  const auto in_lille = house.followed_by(house.lille),
             in_roubaix = house.followed_by(house.roubaix),
             in_arras = house.followed_by(house.arras), in_lyon = house.followed_by(house.lyon),
             alone = house.person();
  auto reach = [&, number = 0](Scope scope, const std::string& agency) mutable {
    auto caller = house.as(house.account(fmt::format("a{}", ++number), agency));
    caller.grants = {operations::Grant("people.break_glass", scope)};
    std::string out;
    for (const auto& person : {in_lille, in_roubaix, in_arras, in_lyon, alone})
      out += house.break_glass(caller, person).ok() ? '1' : '0';
    return out;
  };
  const auto department = house.agency("Nord", "department", "59");
  const auto region = house.agency("Hauts-de-France", "region", "32");
  const auto area = house.agency("Bassin", "employment_area", "3202");
  const auto nation = house.agency("Siège", "nation", "FR");
  const auto nowhere = house.agency("Sans territoire");
  CHECK(reach(Scope::own, house.lille) == "00000");
  CHECK(reach(Scope::agency, house.lille) == "10001");
  CHECK(reach(Scope::territory, house.lille) == "10001");
  CHECK(reach(Scope::territory, department) == "11001");
  CHECK(reach(Scope::territory, region) == "11101");
  CHECK(reach(Scope::territory, area) == "01001");
  CHECK(reach(Scope::territory, nation) == "11111");
  CHECK(reach(Scope::territory, nowhere) == "00001");
  CHECK(reach(Scope::territory, "") == "00001");
  CHECK(reach(Scope::national, "") == "11111");
  CHECK(reach(Scope::agency, region) == "00001");
}

TEST_CASE("who is out of reach and who is nobody are told in the same words, and count") {
  GlassHouse house;
  const auto ana = house.account("ana", house.lille, {"adviser"});
  const auto caller = house.as(ana);
  const auto far = house.break_glass(caller, house.followed_by(house.lyon));
  const auto unknown = house.break_glass(caller, "nobody");
  CHECK(far.code() == Code::forbidden);
  CHECK(unknown.code() == Code::forbidden);
  CHECK(far.why() == unknown.why());
  CHECK(house.entry(unknown.request).kind == "refused");
  CHECK(house.entry(unknown.request).person == "nobody");
  // Trying one after the other is knocking at closed records.
  for (int i = 0; i < 18; ++i) house.break_glass(caller, fmt::format("p{}", i));
  CHECK(house.suspended == 0);
  house.break_glass(caller, "one too many");
  CHECK(house.suspended == 1);
  CHECK(house.state_of(ana) == "locked");
}

TEST_CASE("the supervisor of the same agency looks at it, others and oneself do not") {
  GlassHouse house;
  const auto ana = house.account("ana", house.lille, {"adviser"});
  const auto boss = house.account("boss", house.lille, {"supervisor"});
  const auto other = house.account("other", house.roubaix, {"supervisor"});
  const auto homeless = house.account("homeless", "", {"supervisor"});
  const auto loner = house.account("loner", "", {"adviser"});
  const auto glass = house.break_glass(house.as(ana), house.followed_by(house.lille)).text("id");
  const auto own = house.break_glass(house.as(boss), house.person()).text("id");
  const auto loners = house.break_glass(house.as(loner), house.person()).text("id");
  REQUIRE((!glass.empty() && !own.empty() && !loners.empty()));
  const auto sees = [&](const std::string& account) {
    const auto listed = house.ask(house.as(account), "glass.list", "{}");
    REQUIRE(listed.ok());
    CHECK(house.entry(listed.request).kind == "read");  // it shows what was written of people
    std::set<std::string> out;
    for (const auto& one : json::member(listed.answer.body, "items")->GetArray())
      out.emplace(json::text(one, "id"));
    return out;
  };
  CHECK(sees(boss) == std::set<std::string>{glass, own});
  CHECK(sees(other).empty());
  CHECK(sees(homeless).empty());
  CHECK(house.ask(house.as(ana), "glass.list", "{}").code() == Code::forbidden);
  const auto review = [&](const std::string& account, const std::string& id) {
    return house
        .ask(house.as(account), "glass.review",
             fmt::format(R"({{"glass":"{}","finding":"justified"}})", id))
        .code();
  };
  CHECK(review(other, glass) == Code::not_found);
  CHECK(review(homeless, loners) == Code::not_found);
  CHECK(review(boss, own) == Code::not_found);
  CHECK(review(ana, glass) == Code::forbidden);
  CHECK(review(boss, glass) == Code{0});
  CHECK(review(boss, glass) == Code::not_found);
  CHECK(sees(boss) == std::set<std::string>{own});
  CHECK(
      house.host("glass.list", R"({"open":false})").answer.body.FindMember("items")->value.Size() ==
      3);
  // Supervising oneself only shows nothing.
  auto narrow = house.as(boss);
  narrow.grants = {operations::Grant("people.supervise", Scope::own)};
  CHECK(json::member(house.ask(narrow, "glass.list", "{}").answer.body, "items")->Empty());
}

TEST_CASE("the list of glasses turns its pages without losing one") {
  GlassRules rules;
  rules.a_day_max = 100;
  GlassHouse house(rules);
  const auto caller = house.as(house.account("ana", house.lille, {"adviser"}));
  std::set<std::string> made;
  for (int i = 0; i < 7; ++i) {
    house.clock.at += kSecond;
    made.insert(house.break_glass(caller, house.person()).text("id"));
  }
  std::set<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 4; ++page) {
    const auto listed =
        house.host("glass.list", fmt::format(R"({{"limit":2,"cursor":"{}"}})", cursor));
    for (const auto& one : json::member(listed.answer.body, "items")->GetArray())
      CHECK(seen.emplace(json::text(one, "id")).second);
    cursor = listed.text("next");
  }
  CHECK(cursor.empty());
  CHECK(seen == made);
}

TEST_CASE("the reasons written about a person are theirs to read, and go when they are erased") {
  GlassHouse house;
  const auto caller = house.as(house.account("ana", house.lille, {"adviser"}));
  const auto person = house.person();
  REQUIRE_OK(house.break_glass(caller, person).answer.status);
  const auto holder = opened_holder(house.unseal());
  const auto shown = [&] {
    json::Writer out;
    REQUIRE_OK(house.database->read(
        [&](storage::Transaction& tx) { return holder.show(tx, person, out); }));
    return out.text();
  };
  CHECK(shown().find(kGlassReason) != std::string::npos);
  REQUIRE_OK(house.write([&](storage::Transaction& tx) { return holder.erase(tx, person); }));
  CHECK(shown() == "[]");
}

namespace {

constexpr const char* kCanary = "Madame Zanzibar attend son rendez-vous de justice au guichet";

}  // namespace

TEST_CASE(
    "who steals the file reads no reason of a broken glass, whether it broke or was refused") {
  GlassHouse house;
  const auto ana = house.account("ana", house.lille, {"adviser"});
  const auto boss = house.account("boss", house.lille, {"supervisor"});
  const auto person = house.person();
  const auto caller = house.as(ana);
  const auto broken = house.break_glass(caller, person, kCanary);
  REQUIRE(broken.ok());
  CHECK(broken.text("reason").empty());
  const auto read = house.read(caller, person);
  CHECK(house.entry(read.request).reason == kCanary);
  const auto far = house.break_glass(caller, house.followed_by(house.lyon), kCanary);
  CHECK(house.entry(far.request).kind == "refused");
  const auto nobody = house.break_glass(caller, "nobody", kCanary);
  CHECK(house.entry(nobody.request).reason == kCanary);
  const std::string finding = "Zanzibar confirme, dossier justifie";
  REQUIRE(house
              .ask(house.as(boss), "glass.review",
                   fmt::format(R"({{"glass":"{}","finding":"{}"}})", broken.text("id"), finding))
              .ok());
  const auto listed = [&] {
    return json::dump(house.host("glass.list", R"({"open":false})").answer.body);
  };
  CHECK(listed().find(kCanary) != std::string::npos);
  CHECK(listed().find(finding) != std::string::npos);
  CHECK_FALSE(file_holds(house, "Zanzibar"));
  REQUIRE(file_holds(house, "core.glass_broken/1"));  // what was looked for can be found

  // With the person's key their reasons are gone, from the log too.
  REQUIRE_OK(house.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("DELETE FROM core_person_key WHERE person = $1", {person}));
    return {};
  }));
  CHECK(listed().find(kCanary) == std::string::npos);
  CHECK(house.entry(read.request).reason.empty());
  CHECK(house.entry(read.request).relation == "break_glass");
}

TEST_CASE("reasons that an older version kept in clear are sealed once") {
  GlassHouse house;
  const auto person = house.person();
  REQUIRE_OK(house.write([&](storage::Transaction& tx) -> Status {
    for (int i = 0; i < 1200; ++i)
      AKSIS_TRY(tx.execute(
          "INSERT INTO core_broken_glass (id, account, person, reason, at, until_at, reviewed_at, "
          "reviewed_by, finding) VALUES ($1, 'a', $2, $3, 1, 2, 3, 'b', $4)",
          {fmt::format("g{:04}", i), i == 7 ? std::string("gone") : person, kCanary,
           storage::text_or_null(i % 2 ? "" : "Zanzibar confirme")}));
    return {};
  }));
  const auto sealed = seal_glass_words(*house.database, house.seal(), house.clock);
  REQUIRE(sealed.ok());
  CHECK(*sealed == 1200);
  CHECK(house.count("SELECT count(*) FROM core_broken_glass WHERE reason LIKE 'sealed:%'") == 1200);
  CHECK(house.count("SELECT count(*) FROM core_broken_glass WHERE finding LIKE 'sealed:%'") == 600);
  CHECK(house.count("SELECT count(*) FROM core_broken_glass WHERE finding IS NULL") == 600);
  const auto listed = house.host("glass.list", R"({"open":false,"limit":2})");
  CHECK(json::dump(listed.answer.body).find(kCanary) != std::string::npos);
  REQUIRE_OK(house.database->scrub());
  CHECK_FALSE(file_holds(house, "Zanzibar"));
  const auto again = seal_glass_words(*house.database, house.seal(), house.clock);
  REQUIRE(again.ok());
  CHECK(*again == 0);
}

TEST_CASE("sealing what was in clear ends at rows without words, and misses none in capitals") {
  GlassHouse house;
  REQUIRE_OK(house.write([&](storage::Transaction& tx) -> Status {
    for (const std::string reason : {"", "SEALED: Zanzibar attend au guichet"})
      AKSIS_TRY(tx.execute(
          "INSERT INTO core_broken_glass (id, account, person, reason, at, until_at, finding) "
          "VALUES ($1, 'a', 'p', $2, 1, 2, $1)",
          {"Sealed:" + reason, reason}));
    AKSIS_TRY(tx.execute("UPDATE core_broken_glass SET finding = '' WHERE reason = ''", {}));
    return {};
  }));
  const auto sealed = seal_glass_words(*house.database, house.seal(), house.clock);
  REQUIRE(sealed.ok());
  CHECK(*sealed == 1);
  CHECK(house.count("SELECT count(*) FROM core_broken_glass WHERE substr(reason, 1, 7) = 'sealed:' "
                    "AND substr(finding, 1, 7) = 'sealed:'") == 1);
}
