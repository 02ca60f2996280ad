#include "evaluation.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "aksis/cpp/json.hpp"
#include "official_rome.hpp"
#include "referential_builder.hpp"
#include "told.hpp"

using namespace aksis;
using namespace aksis::competences;

TEST_CASE("ranking measures follow their definitions") {
  // Ranking by score: 3, 1, 2, 4 (0 is the source).
  const std::vector<float> scores = {9, 3, 2, 4, 1};
  const std::vector<Move> truth = {{1, 1}, {4, 2}};
  const auto quality = ranking_quality(scores, 0, truth);
  CHECK(quality.recall_at_10 == Approx(1));
  CHECK(quality.hit_at_1 == 0);
  CHECK(quality.average_precision == Approx((1.0 / 2 + 2.0 / 4) / 2));
  CHECK(ranking_quality(scores, 0, std::vector<Move>{{3, 1}}).hit_at_1 == 1);
  CHECK(ranking_quality(scores, 0, {}).recall_at_10 == 0);
  CHECK(ranking_quality({}, 0, {}).average_precision == 0);
}

TEST_CASE("recall counts against all targets, also beyond ten") {
  const std::vector<float> scores(13);
  std::vector<Move> truth;
  for (Index t = 1; t < 13; ++t) truth.push_back({t, t});
  CHECK(ranking_quality(scores, 0, truth).recall_at_10 == Approx(10.0 / 12));
}

TEST_CASE("evaluations of nothing are empty") {
  const auto referential = ReferentialBuilder().finish();
  const auto bridges = Bridges::train(referential);
  REQUIRE(bridges.ok());
  for (const auto folds : {Folds::each_source, Folds::five_sources, Folds::five_parents}) {
    const auto report = evaluate_bridges(referential, *bridges, folds);
    REQUIRE(report.ok());
    CHECK(report->sources.empty());
    CHECK(report->learnt.recall_at_10 == 0);
  }
  for (const bool learn : {false, true}) {
    const auto report = evaluate_titles(referential, {{"Boulanger", "D1102"}}, learn);
    REQUIRE(report.ok());
    CHECK(report->cases.empty());
    CHECK(report->unknown_codes == 1);
    CHECK(report->all.titles == 0);
  }
}

TEST_CASE("learning never sees a near-identical title") {
  ReferentialBuilder builder;
  for (const std::string code : {"D1102", "K2304"}) {
    Occupation occupation;
    occupation.code = builder.store(code);
    occupation.label = builder.store("Boulanger " + code);
    builder.add(occupation);
  }
  const auto referential = std::move(builder).finish();
  // Two spellings of one title: had one been learnt for the other, it would be found.
  const std::vector<TitleTruth> truth = {
      {"Ripeur", "K2304"}, {"RIPEURS (H/F) - CDI", "K2304"}, {"Ripeur", "K2304"}};
  size_t told = 0;
  const auto report =
      evaluate_titles(referential, truth, true, [&](size_t done, size_t) { told = done; });
  REQUIRE(report.ok());
  REQUIRE(report->cases.size() == 2);
  CHECK(told == 2);
  CHECK(report->cases[0].place == 0);
  CHECK(report->cases[1].place == 0);
  const auto stopped = evaluate_titles(referential, truth, true, {}, [] { return true; });
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == Code::cancelled);
  check_french(stopped.error());
}

TEST_CASE("bridges of the official ROME stay above their floor") {
  const auto* rome = official_rome();
  if (!rome) return;
  const auto bridges = Bridges::train(rome->referential);
  REQUIRE(bridges.ok());
  const auto report = evaluate_bridges(rome->referential, *bridges, Folds::five_sources);
  REQUIRE(report.ok());
  CHECK(report->sources.size() > 1500);
  CHECK(report->floor.recall_at_10 > 0.28);  // the measure itself has not changed
  CHECK(report->floor.recall_at_10 < 0.31);
  CHECK(report->learnt.recall_at_10 > 0.40);
  CHECK(report->learnt.hit_at_1 > 0.60);
  CHECK(report->learnt.average_precision > 0.39);
}

TEST_CASE("titles of real offers stay above their floor") {
  const auto* rome = official_rome();
  const std::string path = std::string(AKSIS_DATA_DIR) + "/offers/offres_sample.jsonl";
  if (!rome) return;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: the sample of offers is not at " << path);
    return;
  }
  std::vector<TitleTruth> truth;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto offer = json::parse(line);
    REQUIRE(offer.ok());
    const auto title = json::text(*offer, "intitule");
    if (!title.empty())
      truth.push_back({std::string(title), std::string(json::text(*offer, "romeCode"))});
  }
  const auto report = evaluate_titles(rome->referential, truth, false);
  REQUIRE(report.ok());
  CHECK(report->all.hit_at_1 > 0.54);
  CHECK(report->all.hit_at_5 > 0.76);
}

TEST_CASE("appellations kept from the model are found in both gender forms alike") {
  const auto* rome = official_rome();
  if (!rome) return;
  const auto report = evaluate_appellations(rome->referential);
  CHECK(report.first_form.titles > 500);
  CHECK(report.first_form.hit_at_1 > 0.60);
  CHECK(report.first_form.hit_at_5 > 0.85);
  CHECK(std::abs(report.first_form.hit_at_1 - report.second_form.hit_at_1) < 0.01);
}
