// What every benchmark gives: figures beside their limits, as a table for people and as the rows
// that `run` joins. One thread.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  double limit = 0;  // measured in the same run, or asked for; 0: none
};

// The value after `option` on the command line ("--json"); nullptr: it is not there.
inline const char* option(int count, char** words, const char* option) {
  for (int i = 1; i + 1 < count; i += 2)
    if (std::strcmp(words[i], option) == 0) return words[i + 1];
  return nullptr;
}

// Prints the figures, and writes them to the file of --json when there is one. The ratio is value
// to limit, whatever the unit.
inline void report(const std::vector<Figure>& figures, int count, char** words) {
  std::printf("%-62s %14s %-16s %12s %8s\n", "figure", "value", "", "limit", "ratio");
  json::Writer out;
  out.array();
  for (const auto& one : figures) {
    std::printf("%-62s %14.3f %-16s", one.name.c_str(), one.value, one.unit.c_str());
    out.object().member("name", one.name).member("value", one.value).member("unit", one.unit);
    if (one.limit > 0) {
      std::printf(" %12.3f %8.3f", one.limit, one.value / one.limit);
      out.member("limit", one.limit).member("ratio", one.value / one.limit);
    } else {
      out.key("limit").null().key("ratio").null();
    }
    std::printf("\n");
    out.end();
  }
  if (const char* path = option(count, words, "--json"))
    std::ofstream(path) << out.end().text() << '\n';
}

// Ends the program with a sentence when what it needs did not work.
inline void require(bool fine, const std::string& doing) {
  if (fine) return;
  std::fprintf(stderr, "failed: %s\n", doing.c_str());
  std::exit(1);
}
template <typename T>
void require(const Result<T>& result, const std::string& doing) {
  require(result.ok(), doing + (result.ok() ? "" : ": " + result.error().message));
}

// Seconds that `what` takes.
template <typename What>
double seconds(What&& what) {
  const auto start = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace aksis::bench
