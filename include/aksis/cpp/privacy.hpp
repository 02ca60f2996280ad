// What a module keeps about people, sealed: aksis.privacy/1 and what aksis.record/1 says inside a
// transaction. Functions on a Tx: inside its callback, on that thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sql.hpp"

namespace aksis {

using Bytes = std::vector<unsigned char>;  // a BLOB, as a Parameter takes it

// Where sealed bytes stand; a column of the manifest's `tables.sealed`. Borrowed.
struct SealedPlace {
  std::string_view table, column, row;
};

namespace glue {

inline aksis_place raw_place(const SealedPlace& place) {
  return {borrow(place.table), borrow(place.column), borrow(place.row)};
}

struct CollectedTokens {
  std::vector<Bytes> tokens;
  bool failed = false;
  static void sink(void* user, aksis_str token) noexcept {
    auto& self = *static_cast<CollectedTokens*>(user);
    try {
      self.tokens.emplace_back(token.data, token.data + token.size);
    } catch (...) {
      self.failed = true;
    }
  }
};

inline Error out_of_memory() {
  return internal("no memory was left for what the host gave");
}

}  // namespace glue

// Bytes to store in that place. In a write. Code::not_found: no such person.
inline Result<Bytes> seal(Tx& tx, const SealedPlace& place, std::string_view person,
                          std::string_view text) {
  const auto* privacy = tx.services().privacy;
  if (!privacy) return missing_service(AKSIS_PRIVACY_1);
  glue::Collected out;
  const auto raw = glue::raw_place(place);
  const auto status =
      privacy->seal(tx.raw(), &raw, borrow(person), borrow(text), &glue::Collected::sink, &out);
  if (status != AKSIS_OK) return tx.failure(status);
  if (out.failed) return glue::out_of_memory();
  return Bytes(out.text.begin(), out.text.end());
}

// In a call that has the person's record open.
inline Result<std::string> open_sealed(Tx& tx, const SealedPlace& place, std::string_view person,
                                       std::string_view bytes) {
  const auto* privacy = tx.services().privacy;
  if (!privacy) return missing_service(AKSIS_PRIVACY_1);
  glue::Collected out;
  const auto raw = glue::raw_place(place);
  const auto status =
      privacy->open(tx.raw(), &raw, borrow(person), borrow(bytes), &glue::Collected::sink, &out);
  if (status != AKSIS_OK) return tx.failure(status);
  if (out.failed) return glue::out_of_memory();
  return std::move(out.text);
}

// Keyed tokens of the words of a text, to find it again; see privacy.h.
inline Result<std::vector<Bytes>> search_tokens(Tx& tx, std::string_view table,
                                                std::string_view column, std::string_view text) {
  const auto* privacy = tx.services().privacy;
  if (!privacy) return missing_service(AKSIS_PRIVACY_1);
  glue::CollectedTokens out;
  const auto status = privacy->tokens(tx.raw(), borrow(table), borrow(column), borrow(text),
                                      &glue::CollectedTokens::sink, &out);
  if (status != AKSIS_OK) return tx.failure(status);
  if (out.failed) return glue::out_of_memory();
  return std::move(out.tokens);
}

// Whether the person's data may be used for the purpose now.
inline Result<bool> may_process(Tx& tx, std::string_view person, std::string_view purpose) {
  const auto* privacy = tx.services().privacy;
  if (!privacy) return missing_service(AKSIS_PRIVACY_1);
  int32_t may = 0;
  const auto status = privacy->may_process(tx.raw(), borrow(person), borrow(purpose), &may);
  if (status != AKSIS_OK) return tx.failure(status);
  return may != 0;
}

// What this write deletes or replaces leaves the file some minutes later.
inline Status scrub(Tx& tx) {
  const auto* privacy = tx.services().privacy;
  if (!privacy) return missing_service(AKSIS_PRIVACY_1);
  const auto status = privacy->scrub(tx.raw());
  return status == AKSIS_OK ? Status() : Status(tx.failure(status));
}

// Code::not_found when nobody has that id.
inline Status check_present(Tx& tx, std::string_view person) {
  const auto* record = tx.services().record;
  if (!record) return missing_service(AKSIS_RECORD_1);
  const auto status = record->presence(tx.raw(), borrow(person), nullptr);
  if (status == AKSIS_OK) return {};
  auto failure = tx.failure(status);
  // The service tells it in English.
  if (failure.code == Code::not_found)
    failure.french = "Ce dossier n’existe pas, ou n’existe plus.";
  return failure;
}

// The same as an answer, for who goes on without the person.
inline Result<bool> is_present(Tx& tx, std::string_view person) {
  const auto found = check_present(tx, person);
  if (!found.ok() && found.error().code != Code::not_found) return found.error();
  return found.ok();
}

}  // namespace aksis
