#include "audit/filer.hpp"

#include "audit/log.hpp"
#include "bench.hpp"
#include "soon.hpp"

using namespace aksis;
using namespace aksis::audit;

namespace {

int64_t filed(Bench& bench) {
  return *storage::number(*bench.database, "SELECT filed FROM core_audit_state");
}

}  // namespace

TEST_CASE("what a stopped process left is filed at start, and what comes as it grows") {
  Bench bench;
  bench.fill(kFiledTogether + 10);
  Filer filer(*bench.database);
  filer.start();
  CHECK(soon([&] { return filed(bench) == kFiledTogether; }));
  bench.fill(kFiledTogether - 11);
  CHECK(filed(bench) == kFiledTogether);
  bench.fill(1);
  CHECK(soon([&] { return filed(bench) == 2 * kFiledTogether; }));
}
