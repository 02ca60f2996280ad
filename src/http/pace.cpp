#include "http/pace.hpp"

namespace aksis::http {
namespace {

constexpr int64_t kShortNs = 500'000;
constexpr uint32_t kRunsBefore = 16;
constexpr int64_t kWeight = 8;  // a run of 4 ms moves the average by 0.5 ms

}  // namespace

Pace::Pace(const operations::Registry& registry, size_t io_threads)
    : here_max_(static_cast<int64_t>(io_threads) - 1) {
  for (const auto& operation : registry.all())
    if (operation->kind == operations::Kind::read) records_[operation.get()];
}

bool Pace::enter(const operations::Operation& operation) {
  const auto known = records_.find(&operation);
  if (known == records_.end()) return false;
  if (known->second.runs < kRunsBefore || known->second.average_ns > kShortNs) return false;
  if (running_here_.fetch_add(1) < here_max_) return true;
  --running_here_;
  return false;
}

void Pace::record(const operations::Operation& operation, std::chrono::nanoseconds took) {
  const auto known = records_.find(&operation);
  if (known == records_.end()) return;
  auto& record = known->second;
  // Two runs at once may lose one of the steps: it is an estimate.
  const int64_t average = record.average_ns;
  record.average_ns = average + (took.count() - average) / kWeight;
  ++record.runs;
}

}  // namespace aksis::http
