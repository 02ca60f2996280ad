#include "audit/export.hpp"

#include <fmt/format.h>

#include "aksis/cpp/json.hpp"

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;

void write_entry(json::Writer& out, const Entry& e) {
  out.object()
      .member("at", e.at)
      .member("kind", e.kind)
      .member("actor", e.actor)
      .member("on_behalf_of", e.on_behalf_of)
      .member("operation", e.operation)
      .member("module", e.module)
      .member("person", e.person)
      .member("object", e.object)
      .member("relation", e.relation)
      .member("reason", e.reason)
      .member("request_id", e.request_id)
      .member("session", e.session)
      .member("outcome", e.outcome)
      .member("details", to_base64(e.details))
      .member("salt", to_hex(e.salt))
      .end();
}

}  // namespace

std::string export_head(const SigningKey& key, int64_t size) {
  return json::Writer()
      .object()
      .member("format", "aksis-audit/1")
      .member("key", key.verifier())
      .member("size", size)
      .end()
      .text();
}

Status export_leaves(Transaction& tx, int64_t first, int64_t limit, int64_t size,
                     const OnLine& on_line) {
  return tx.query(
      fmt::format("SELECT {}, l.idx, l.hash FROM core_audit_leaf l LEFT JOIN core_audit_entry e ON "
                  "e.idx = l.idx WHERE l.idx >= $1 AND l.idx < $2 ORDER BY l.idx LIMIT $3",
                  kEntryColumns),
      {first, size, limit}, [&](const Row& row) -> Status {
        json::Writer out;
        out.object()
            .member("index", row.integer(kEntryColumnCount))
            .member("leaf", to_hex(row.text(kEntryColumnCount + 1)));
        if (row.is_null(0)) {
          out.member("purged", true);
        } else {
          out.key("entry");
          write_entry(out, entry_of(row).entry);
        }
        return on_line(out.end().text());
      });
}

Result<int64_t> export_checkpoints(Transaction& tx, int64_t number, int64_t limit, int64_t size,
                                   const OnLine& on_line) {
  AKSIS_ASSIGN(found, checkpoints_after(tx, number, limit));
  int64_t count = 0;
  for (const auto& one : found) {
    if (one.size > size) break;
    AKSIS_TRY(on_line(json::Writer()
                          .object()
                          .member("checkpoint", one.number)
                          .member("size", one.size)
                          .member("note", one.note)
                          .end()
                          .text()));
    ++count;
  }
  return count;
}

}  // namespace aksis::audit
