// Prints both evaluations from files, without a server: for measuring while changing the models.
// evaluate_tool ROME_FOLDER [OFFERS.jsonl]
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "aksis/cpp/json.hpp"
#include "evaluation.hpp"
#include "rome_import.hpp"

using namespace aksis;
using namespace aksis::competences;

namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void print(const char* name, const RankingQuality& q) {
  std::printf("  %-22s recall@10 %.4f  hit@1 %.4f  MAP@100 %.4f\n", name, q.recall_at_10,
              q.hit_at_1, q.average_precision);
}

void print(const char* name, const TitleQuality& q) {
  std::printf("  %-12s %4zu titles %3zu codes: macro hit@1 %.4f hit@5 %.4f  plain %.4f %.4f\n",
              name, q.titles, q.occupations, q.hit_at_1, q.hit_at_5, q.plain_hit_at_1,
              q.plain_hit_at_5);
}

int bridges(const Referential& referential) {
  double start = seconds();
  const auto model = Bridges::train(referential);
  if (!model.ok()) return std::puts(model.error().message.c_str()), 1;
  std::printf("bridges: trained in %.2f s, %.1f MB\n", seconds() - start,
              static_cast<double>(model->memory_bytes()) / 1e6);
  for (const auto& [folds, name] : {std::pair{Folds::each_source, "each source left out"},
                                    {Folds::five_sources, "five folds"},
                                    {Folds::five_parents, "five folds by V3 code"}}) {
    start = seconds();
    const auto report = evaluate_bridges(referential, *model, folds);
    if (!report.ok()) return std::puts(report.error().message.c_str()), 1;
    std::printf("%s: %zu sources, %.1f s\n", name, report->sources.size(), seconds() - start);
    print("learnt", report->learnt);
    print("learnt, held out", report->learnt_held_out);
    print("content only", report->content);
    print("content, held out", report->content_held_out);
    print("items cosine", report->floor);
    print("items cosine, held out", report->floor_held_out);
  }
  return 0;
}

std::vector<TitleTruth> read_offers(const char* path) {
  std::vector<TitleTruth> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto offer = json::parse(line);
    if (!offer.ok()) continue;
    const auto title = json::text(*offer, "intitule");
    const auto code = json::text(*offer, "romeCode");
    if (!title.empty() && !code.empty()) out.push_back({std::string(title), std::string(code)});
  }
  return out;
}

void appellations(const Referential& referential) {
  const auto report = evaluate_appellations(referential);
  std::puts("appellations kept from the model");
  print("first form", report.first_form);
  print("second form", report.second_form);
}

int titles(const Referential& referential, const char* path) {
  const auto truth = read_offers(path);
  double start = seconds();
  const Titles model(referential);
  std::printf("titles: made in %.2f s, %.1f MB", seconds() - start,
              static_cast<double>(model.memory_bytes()) / 1e6);
  start = seconds();
  for (const auto& one : truth) (void)model.guess(one.title, 5);
  std::printf(", %.3f ms a title\n",
              1e3 * (seconds() - start) / static_cast<double>(std::max<size_t>(1, truth.size())));
  for (const bool learn : {false, true}) {
    const auto report = evaluate_titles(referential, truth, learn);
    if (!report.ok()) return std::puts(report.error().message.c_str()), 1;
    std::puts(learn ? "learning from the other folds' offers" : "referential only");
    print("development", report->development);
    if (std::getenv("DEVELOPMENT_ONLY")) continue;
    print("held out", report->held_out);
    print("all", report->all);
    for (const auto& bin : report->reliability)
      if (bin.titles > 0)
        std::printf("  confidence %.1f-%.1f: %4zu titles, mean %.2f, right %.2f\n", bin.from,
                    bin.to, bin.titles, bin.confidence, bin.right);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::puts("usage: evaluate_tool ROME_FOLDER [OFFERS.jsonl]"), 2;
  const auto rome = import_rome(arguments[1]);
  if (!rome.ok()) return std::puts(rome.error().message.c_str()), 1;
  if (!std::getenv("DEVELOPMENT_ONLY"))
    if (const int failed = bridges(rome->referential)) return failed;
  appellations(rome->referential);
  return count > 2 ? titles(rome->referential, arguments[2]) : 0;
}
