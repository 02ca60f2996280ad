// Times the search, in time of its processor so that a busy machine does not count, over queries
// made of every appellation of the official set, as people type: gender forms, lost accents, slips,
// words swapped, words cut short. Prints p50 and p99.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "aksis/cpp/fold.hpp"
#include "aksis/cpp/json.hpp"
#include "label_words.hpp"
#include "rome_import.hpp"
#include "search.hpp"

using namespace aksis::competences;

namespace {

constexpr double kLimitMicros = 5000;  // the promise: 5 ms at the 99th percentile
constexpr size_t kShown = 10;

// Of this thread alone.
double processor_micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}
double micros_since(double start) {
  return processor_micros() - start;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

void slip(std::string& text, std::mt19937& random) {
  if (text.size() < 5) return;
  const size_t at = 1 + random() % (text.size() - 2);
  switch (random() % 4) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      text.insert(at, 1, static_cast<char>('a' + random() % 26));
      break;
    case 2:
      text[at] = static_cast<char>('a' + random() % 26);
      break;
    default:
      std::swap(text[at], text[at - 1]);
  }
}

struct Asked {
  std::string kind;
  std::string query;
  Index occupation;
};

std::vector<Asked> queries(const Referential& r) {
  std::mt19937 random(7);
  std::vector<Asked> out;
  for (const Appellation& appellation : r.appellations()) {
    auto forms = label_forms(r.text(appellation.label));
    auto words = forms[random() % forms.size()];
    out.push_back({"form", joined(words), appellation.occupation});
    auto shuffled = words;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    out.push_back({"order", joined(shuffled), appellation.occupation});
    auto cut = joined(words);
    cut.resize(std::max<size_t>(3, cut.size() * (40 + random() % 50) / 100));
    out.push_back({"cut", cut, appellation.occupation});
    auto wrong = words;
    for (auto& word : wrong)
      if (word.size() > 4 && random() % 2) slip(word, random);
    out.push_back({"slips", joined(wrong), appellation.occupation});
  }
  return out;
}

struct Row {
  std::string name;
  double value;
  std::string unit;
  double limit;
};

void add_percentiles(std::vector<Row>& rows, const std::string& name, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  rows.push_back({name + " p50", times[times.size() / 2], "us", kLimitMicros});
  rows.push_back({name + " p99", times[times.size() * 99 / 100], "us", kLimitMicros});
}

// Also prints how often the occupation meant is among the first ten, by kind of noise.
void measure_titles(const Referential& r, const Search& search, std::vector<Row>& rows) {
  std::vector<double> times;
  std::map<std::string, std::pair<size_t, size_t>> found;  // kind → hits, queries
  for (const auto& asked : queries(r)) {
    const auto start = processor_micros();
    const auto hits = search.titles(asked.query, kShown);
    times.push_back(micros_since(start));
    auto& [hit, all] = found[asked.kind];
    hit += std::any_of(hits.begin(), hits.end(), [&](const FoundTitle& title) {
      return title.occupation == asked.occupation;
    });
    ++all;
  }
  add_percentiles(rows, "title search", std::move(times));
  for (const auto& [kind, share] : found)
    std::printf("found in the first %zu, %s: %.3f of %zu\n", kShown, kind.c_str(),
                static_cast<double>(share.first) / static_cast<double>(share.second), share.second);
}

void measure_items(const Referential& r, const Search& search, std::vector<Row>& rows) {
  std::vector<double> times;
  std::mt19937 random(11);
  for (const Item& item : r.items()) {
    auto words = search_words(r.text(item.label));
    for (auto& word : words)
      if (word.size() > 4 && random() % 4 == 0) slip(word, random);
    const auto query = joined(words);
    const auto start = processor_micros();
    search.items(query, kShown);
    times.push_back(micros_since(start));
  }
  add_percentiles(rows, "item search", std::move(times));
}

void report(const std::vector<Row>& rows, const std::string& json) {
  aksis::json::Writer out;
  out.array();
  for (const Row& row : rows) {
    std::printf("%-24s %10.1f %-3s limit %8.0f  ratio %.3f\n", row.name.c_str(), row.value,
                row.unit.c_str(), row.limit, row.value / row.limit);
    out.object().member("name", row.name).member("value", row.value).member("unit", row.unit);
    out.member("limit", row.limit).member("ratio", row.value / row.limit).end();
  }
  out.end();
  if (!json.empty()) std::ofstream(json) << out.text() << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  std::string folder = std::string(AKSIS_DATA_DIR) + "/rome_v4", json;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::string_view(arguments[i]) == "--json") json = arguments[i + 1];
    if (std::string_view(arguments[i]) == "--rome") folder = arguments[i + 1];
  }
  std::vector<Row> rows;
  auto start = processor_micros();
  const auto rome = import_rome(folder);
  if (!rome.ok()) {
    std::fprintf(stderr, "skipped: %s\n", rome.error().message.c_str());
    report(rows, json);
    return 0;
  }
  rows.push_back({"rome read", micros_since(start) / 1000, "ms", 1000});
  const Referential& r = rome->referential;
  rows.push_back({"rome memory", static_cast<double>(r.memory_bytes()) / 1e6, "MB", 25});
  start = processor_micros();
  const Search search(r);
  rows.push_back({"search index build", micros_since(start) / 1000, "ms", 300});
  rows.push_back({"search memory", static_cast<double>(search.memory_bytes()) / 1e6, "MB", 16});
  measure_titles(r, search, rows);
  measure_items(r, search, rows);
  report(rows, json);
  return 0;
}
