// Measures matching over 10k, 100k and 1M offers beside its limit, a bare inverted index over
// the same offers' skills, in the same run. Usage: matching_bench [--json PATH] [--sizes 10000,…]
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

#include "explain.hpp"
#include "figures.hpp"
#include "matching_inputs.hpp"
#include "search.hpp"

using namespace aksis;
using namespace aksis::matching;
using matching::bench::Inputs;

namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kPeople = 400;
constexpr size_t kTop = 20;
constexpr size_t kUpdates = 3000;

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

double percentile(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1, static_cast<size_t>(share * double(times.size())))];
}

// The limit: postings of the offers' own skills, scores added up, the best twenty; no constraint,
// no other part, no reason.
class BareIndex {
 public:
  explicit BareIndex(const Snapshot& snapshot)
      : postings_(snapshot.catalogue->items().size()), scores_(snapshot.main->rows().size()) {
    for (uint32_t i = 0; i < snapshot.main->rows().size(); ++i)
      for (const auto skill : snapshot.main->skills_of(snapshot.main->rows()[i]))
        postings_[skill >> 1].push_back(i);
  }
  uint32_t best(const Catalogue& catalogue, const Seeker& seeker) {
    std::fill(scores_.begin(), scores_.end(), uint16_t(0));
    for (const auto& [item, level] : seeker.skills) {
      const auto add = static_cast<uint16_t>(catalogue.items()[item].rarity >> 4);
      for (const auto row : postings_[item]) scores_[row] = uint16_t(scores_[row] + add);
    }
    uint16_t floor = 0;
    std::vector<uint64_t> top;
    const auto order = std::greater<>();
    for (uint32_t i = 0; i < scores_.size(); ++i) {
      if (scores_[i] <= floor) continue;
      top.push_back(uint64_t(scores_[i]) << 32 | i);
      std::push_heap(top.begin(), top.end(), order);
      if (top.size() > kTop) {
        std::pop_heap(top.begin(), top.end(), order);
        top.pop_back();
        floor = static_cast<uint16_t>(top.front() >> 32);
      }
    }
    return static_cast<uint32_t>(top.size());
  }

 private:
  std::vector<std::vector<uint32_t>> postings_;
  std::vector<uint16_t> scores_;
};

// The whole answer as the operation gives it, without the JSON text.
size_t answer(const Snapshot& snapshot, const Weights& weights, const Person& person, Day today,
              Credits& credits, SearchCount* count = nullptr) {
  const auto seeker = to_seeker(person, *snapshot.catalogue);
  credits.assign(seeker);
  Scorer scorer(*snapshot.catalogue, *snapshot.dictionary, weights, seeker, credits, today);
  size_t reasons = 0;
  for (const auto& hit : offers_for(snapshot, scorer, kTop, count)) {
    const auto told =
        explain(scorer, *snapshot.dictionary, *hit.row, hit.block->skills_of(*hit.row));
    reasons += told.in_favour.size() + told.against.size() + told.changes.size();
  }
  return reasons;
}

class Bench {
 public:
  explicit Bench(Inputs& inputs) : inputs_(inputs) {
    for (size_t i = 0; i < kPeople; ++i) people_.push_back(inputs.person(i));
  }
  void run(size_t offers);
  const std::vector<aksis::bench::Figure>& figures() const { return figures_; }

 private:
  void add(const std::string& name, double value, const char* unit, double limit = 0) {
    figures_.push_back({prefix_ + name, value, unit, limit});
  }
  void fill(Store& store, size_t offers);
  void searches(const Snapshot& snapshot);
  void all_cores(const Store& store);
  void updates(Store& store, size_t offers);

  Inputs& inputs_;
  std::vector<Person> people_;
  std::vector<aksis::bench::Figure> figures_;
  std::string prefix_;
  Weights weights_;
  double bare_p50_ = 0, bare_p99_ = 0;
};

void Bench::fill(Store& store, size_t offers) {
  Store::Load load(store);
  constexpr size_t kChunk = 10'000;
  double adding = 0;
  std::vector<Offer> chunk;
  for (uint64_t key = 1; key <= offers;) {
    chunk.clear();
    const uint64_t first = key;
    for (; key <= offers && chunk.size() < kChunk; ++key) chunk.push_back(inputs_.offer(key));
    const auto start = Clock::now();
    for (size_t i = 0; i < chunk.size(); ++i) load.add(first + i, chunk[i]);
    adding += milliseconds(Clock::now() - start);
  }
  chunk = {};
  const auto start = Clock::now();
  load.commit();
  add("build", adding + milliseconds(Clock::now() - start), "ms");
}

void Bench::searches(const Snapshot& snapshot) {
  Credits credits(*snapshot.catalogue);
  BareIndex bare(snapshot);
  std::vector<double> whole, search_only, limit;
  SearchCount count;
  size_t sink = 0;
  for (int round = 0; round < 3; ++round)
    for (const auto& person : people_) {
      auto start = Clock::now();
      sink += answer(snapshot, weights_, person, inputs_.today, credits, &count);
      whole.push_back(milliseconds(Clock::now() - start));
      const auto seeker = to_seeker(person, *snapshot.catalogue);
      start = Clock::now();
      credits.assign(seeker);
      Scorer scorer(*snapshot.catalogue, *snapshot.dictionary, weights_, seeker, credits,
                    inputs_.today);
      sink += offers_for(snapshot, scorer, kTop).size();
      search_only.push_back(milliseconds(Clock::now() - start));
      start = Clock::now();
      sink += bare.best(*snapshot.catalogue, seeker);
      limit.push_back(milliseconds(Clock::now() - start));
    }
  bare_p50_ = percentile(limit, 0.5);
  bare_p99_ = percentile(limit, 0.99);
  add("answer_p50", percentile(whole, 0.5), "ms", bare_p50_);
  add("answer_p99", percentile(whole, 0.99), "ms", bare_p99_);
  add("search_alone_p50", percentile(search_only, 0.5), "ms", bare_p50_);
  add("search_alone_p99", percentile(search_only, 0.99), "ms", bare_p99_);
  add("rows_looked_at", double(count.rows) / double(whole.size()), "rows");
  if (sink == 0) std::puts("nothing was found: the inputs are wrong");
}

void Bench::all_cores(const Store& store) {
  const auto cores = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::vector<double>> times(cores);
  std::atomic<size_t> next{0};
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < cores; ++i)
      threads.emplace_back([&, i] {
        Credits credits(*store.snapshot()->catalogue);
        for (size_t n = next++; n < 3 * people_.size(); n = next++) {
          const auto begin = Clock::now();
          answer(*store.snapshot(), weights_, people_[n % people_.size()], inputs_.today, credits);
          times[i].push_back(milliseconds(Clock::now() - begin));
        }
      });
  }
  const double all = milliseconds(Clock::now() - start);
  std::vector<double> merged;
  for (const auto& each : times) merged.insert(merged.end(), each.begin(), each.end());
  add("all_cores_answer_p50", percentile(merged, 0.5), "ms", bare_p50_);
  add("all_cores_answer_p99", percentile(merged, 0.99), "ms", bare_p99_);
  add("all_cores_answers", double(merged.size()) / all * 1000, "1/s");
}

void Bench::updates(Store& store, size_t offers) {
  std::vector<double> put, expire, during;
  std::atomic<bool> stop{false};
  {
    std::jthread reader([&] {
      Credits credits(*store.snapshot()->catalogue);
      for (size_t n = 0; !stop; ++n) {
        const auto begin = Clock::now();
        answer(*store.snapshot(), weights_, people_[n % people_.size()], inputs_.today, credits);
        during.push_back(milliseconds(Clock::now() - begin));
      }
    });
    for (size_t i = 0; i < kUpdates; ++i) {
      const uint64_t key = i % 2 ? 1 + i * 997 % offers : offers + 1 + i;
      const auto offer = inputs_.offer(key);
      auto start = Clock::now();
      store.put(key, offer);
      put.push_back(milliseconds(Clock::now() - start));
      start = Clock::now();
      store.remove(1 + i * 131 % offers);
      expire.push_back(milliseconds(Clock::now() - start));
    }
    stop = true;
  }
  add("put_p50", percentile(put, 0.5), "ms", 1);
  add("put_p99", percentile(put, 0.99), "ms", 1);
  add("expire_p50", percentile(expire, 0.5), "ms", 1);
  add("expire_p99", percentile(expire, 0.99), "ms", 1);
  if (!during.empty()) add("answer_during_updates_p50", percentile(during, 0.5), "ms", bare_p50_);
  const auto start = Clock::now();
  store.settle();
  add("compaction", milliseconds(Clock::now() - start), "ms");
}

void Bench::run(size_t offers) {
  prefix_ = "matching_" + std::to_string(offers) + "_";
  const size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  Store store(inputs_.catalogue, inputs_.communes);
  fill(store, offers);
  malloc_trim(0);
  const size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
  add("memory_per_offer", double(after - before) / double(offers), "bytes", 200);
  searches(*store.snapshot());
  all_cores(store);
  updates(store, offers);
}

std::vector<size_t> sizes_of(const char* text) {
  std::vector<size_t> out;
  for (const char* at = text; *at;) {
    char* end = nullptr;
    out.push_back(std::strtoull(at, &end, 10));
    at = *end ? end + 1 : end;
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  const auto* sizes_asked = aksis::bench::option(count, arguments, "--sizes");
  const std::vector<size_t> sizes =
      sizes_asked ? sizes_of(sizes_asked) : std::vector<size_t>{10'000, 100'000, 1'000'000};
  Inputs inputs(AKSIS_DATA_DIR);
  std::printf("matching: %s offers, %zu occupations, %zu communes\n",
              inputs.real ? "resampled real" : "invented (no data folder)",
              inputs.catalogue->occupations().size(), inputs.communes->size());
  Bench bench(inputs);
  for (const auto size : sizes) bench.run(size);
  aksis::bench::report(bench.figures(), count, arguments);
}
