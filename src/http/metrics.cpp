#include "http/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace aksis::http {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* meaning) {
  return prometheus::BuildGauge().Name(name).Help(meaning).Register(registry).Add({});
}

}  // namespace

Metrics::Metrics()
    : requests_(prometheus::BuildHistogram()
                    .Name("aksis_http_request_seconds")
                    .Help("Requests answered, by operation and status: count and time")
                    .Register(registry_)),
      connections_(gauge(registry_, "aksis_http_connections", "Connections open now")),
      queued_(gauge(registry_, "aksis_http_queued", "Requests waiting for a worker now")),
      refused_addresses_(gauge(registry_, "aksis_http_refused_addresses",
                               "Addresses remembered for requests without a right key")) {}

void Metrics::record(const std::string& operation, int status, std::chrono::nanoseconds took) {
  prometheus::Histogram* series = nullptr;
  {
    const std::lock_guard lock(mutex_);
    auto& known = series_[{operation, status}];
    if (!known)
      known =
          &requests_.Add({{"operation", operation}, {"status", std::to_string(status)}}, kSeconds);
    series = known;
  }
  series->Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace aksis::http
