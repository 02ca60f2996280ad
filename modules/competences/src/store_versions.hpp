// Imports under internal versions: rows are written in chunks, made active in one small
// transaction, and what is not active is deleted in chunks. Safe to stop at any moment.
// One import at a time (see ImportTurn); any worker thread.
#pragma once

#include <aksis/module.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aksis::competences {

// Rows of one write: some 10 ms, so that advisers' writes pass between.
inline constexpr size_t kChunkRows = 2000;

class VersionWriter {
 public:
  VersionWriter(Host& host, Request& request, size_t rows_total)
      : host_(host), request_(request), rows_total_(rows_total) {}

  // Removes what earlier imports left, and takes a new internal version.
  Status begin(std::string_view subject, std::string_view version);

  // `table_columns`: "skl_item(ref, item, …)" without the values. `append` gives row `i`'s
  // parameters behind the ref; it may be called again for the same row.
  using Append = std::function<void(size_t i, Parameters& row)>;
  Status rows(std::string_view table_columns, size_t count, const Append& append);

  // Makes the version the active one, with its report and, when given, an event.
  Status activate(std::string_view report_json, std::string_view event = {},
                  std::string_view event_json = {});
  // Deletes what is no longer active. A failure leaves it for the next import.
  void sweep();
  int64_t ref() const { return ref_; }

 private:
  Status insert(Tx& tx, std::string_view table_columns, size_t first, size_t last,
                const Append& append) const;

  Host& host_;
  Request& request_;
  size_t rows_total_;
  size_t rows_done_ = 0;
  int64_t ref_ = 0;
  std::string subject_, version_;
};

// Deletes the rows of every version that is not active, in chunks.
Status sweep_versions(Host& host);

// Takes a subject away: nothing is active for it any more.
Status deactivate(Host& host, std::string_view subject, std::string_view event,
                  std::string_view event_json);

int64_t now_micros();
std::string today();

}  // namespace aksis::competences
