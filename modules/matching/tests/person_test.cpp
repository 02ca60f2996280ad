#include "person.hpp"

#include <catch2/catch.hpp>

#include "geo.hpp"
#include "rome_folder.hpp"
#include "told.hpp"
#include "weights.hpp"
#include "world.hpp"

using namespace aksis;
using namespace aksis::matching;

namespace {

template <typename T>
std::string pointers(const Result<T>& result) {
  std::string out;
  if (result.ok()) return out;
  check_french(result.error());
  for (const auto& detail : result.error().details) out += detail.pointer + " ";
  return out;
}

Result<Wishes> wishes(std::string_view text) {
  return wishes_from_json(*json::parse(text));
}

}  // namespace

TEST_CASE("wishes and people come back as they were written") {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    test::World world(seed);
    json::Writer first, second;
    write_person(first, world.person());
    const auto again = person_from_json(*json::parse(first.text()));
    REQUIRE(again.ok());
    write_person(second, *again);
    CHECK(second.text() == first.text());
  }
}

TEST_CASE("every wrong wish is named at once") {
  const auto wrong = wishes(R"({"occupations":[{"rome_code":"X"}],"contracts":["CDI","FOO"],)"
                            R"("hours_min_minutes":2400,"hours_max_minutes":1200,)"
                            R"("transport":["rocket"],"licences":["Z"],"commune":"1",)"
                            R"("radius_km":-1,"hard":["all"],"sectors":[1]})");
  CHECK(pointers(wrong) ==
        "/occupations/0/rome_code /sectors/0 /contracts/1 /hours_min_minutes /commune /radius_km "
        "/transport/0 /licences/0 /hard/0 ");
  CHECK_FALSE(wishes("[]").ok());
}

TEST_CASE("unasked and none are not the same") {
  CHECK_FALSE(wishes("{}")->licences);
  CHECK(wishes(R"({"licences":[]})")->licences->empty());
  CHECK(wishes("{}")->is_hard(Hard::distance));
  CHECK_FALSE(wishes(R"({"hard":[]})")->is_hard(Hard::distance));
}

TEST_CASE("how far a person goes") {
  CHECK_FALSE(radius_of(*wishes("{}")));
  CHECK(radius_of(*wishes(R"({"radius_km":30})")) == 300);
  CHECK(radius_of(*wishes(R"({"transport":["walk"]})")) == 27);         // 45 min at 60 m
  CHECK(radius_of(*wishes(R"({"transport":["walk","car"]})")) == 270);  // the fastest counts
  CHECK(radius_of(*wishes(R"({"transport":["bicycle"],"travel_minutes":20})")) == 36);
  CHECK(radius_of(*wishes(R"({"transport":["bicycle"],"radius_km":30})")) == 300);
  CHECK(radius_of(*wishes(R"({"radius_km":30,"travel_minutes":20,"transport":["bicycle"]})")) ==
        36);
  CHECK(radius_of(*wishes(R"({"radius_km":0})")) == 1);
}

TEST_CASE("distances") {
  const Ruler paris(*make_point(48.8566, 2.3522));
  CHECK(paris.to(*make_point(48.8566, 2.3522)) == 0);
  // Great circles: Lyon 391.5 km, Lille 204.1 km, Versailles 17.1 km.
  CHECK(paris.to(*make_point(45.7640, 4.8357)) == Approx(3'915).margin(20));
  CHECK(paris.to(*make_point(50.6292, 3.0573)) == Approx(2'041).margin(10));
  CHECK(paris.to(*make_point(48.8049, 2.1204)) == Approx(179).margin(2));
  CHECK(paris.to(*make_point(-21.1, 55.5)) == kFar);  // beyond what two bytes hold
  CHECK_FALSE(make_point(0, 0));
  CHECK_FALSE(make_point(91, 0));
  CHECK_FALSE(make_point(std::nan(""), 2));
}

TEST_CASE("weights must add up, and their version follows their numbers") {
  const auto weights = [](std::string_view text) { return weights_from_json(*json::parse(text)); };
  CHECK(*weights("{}") == Weights{});
  CHECK(pointers(weights(R"({"parts":{"skills":1000}})")) == "/parts ");
  CHECK(pointers(weights(R"({"own_skills":2000,"fresh_days":0})")) == "/own_skills /fresh_days ");
  auto other = Weights{};
  other.macro_credit = 401;
  CHECK(other.version() != Weights{}.version());
  CHECK(Weights{}.version().size() == 17);
}
