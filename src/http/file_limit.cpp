#include "http/file_limit.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/log.hpp"

namespace aksis::http {
namespace {

// Database, log, modules, listeners, local socket, uploads under way.
constexpr size_t kFilesBesides = 512;
constexpr size_t kConnectionsMin = 16;

}  // namespace

size_t files_wanted(const Limits& limits) {
  // Those of the reserve that are cut keep their file for a moment.
  return limits.connections + 2 * limits.connections_reserved + kFilesBesides;
}

Limits within_files(Limits limits, size_t files) {
  const size_t others = files_wanted(limits) - limits.connections;
  const size_t left = files > others ? files - others : 0;
  limits.connections = std::min(limits.connections, std::max(left, kConnectionsMin));
  return limits;
}

Limits within_file_limit(Limits limits) {
  rlimit allowed{};
  if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return limits;
  const rlim_t wanted = files_wanted(limits);
  if (allowed.rlim_cur < wanted) {
    const rlimit raised{std::min(wanted, allowed.rlim_max), allowed.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) allowed = raised;
  }
  const auto before = limits.connections;
  limits = within_files(limits, allowed.rlim_cur);
  if (limits.connections < before)
    log::warning("http",
                 fmt::format("at most {} connections can be open instead of the {} configured: the "
                             "system lets this process open {} files; allow {} (LimitNOFILE of its "
                             "service), or lower server.connections_max",
                             limits.connections, before, allowed.rlim_cur, wanted));
  return limits;
}

}  // namespace aksis::http
