// Finding entries that still have their payload, the newest first. Inside a body, on its thread;
// parse_time(): pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/log.hpp"

namespace aksis::audit {

struct SearchFilter {
  std::string_view actor, person, operation, kind;  // empty: all
  std::optional<Micros> from, to;                   // from <= at < to
  std::string_view cursor;                          // `next` of the page before
  int64_t limit = 50;
};
struct SearchPage {
  std::vector<Numbered> entries;
  std::optional<std::string> next;
};
// Of a cursor that no page gave.
Error no_cursor();
// Code::invalid: a cursor that no page gave.
Result<SearchPage> search(storage::Transaction& tx, const SearchFilter& filter);

// "2026-01-31" (its beginning, or with `end` that of the next day) or "2026-01-31T08:30:00Z".
std::optional<Micros> parse_time(std::string_view text, bool end);

}  // namespace aksis::audit
