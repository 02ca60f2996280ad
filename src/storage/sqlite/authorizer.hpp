// What SQL may touch, asked by SQLite at each preparation of a statement.
// Belongs to one connection, on its thread.
#pragma once

#include <sqlite3.h>

#include <set>
#include <string>
#include <string_view>

#include "storage/database.hpp"
#include "storage/sql_tokens.hpp"

namespace aksis::storage {

// What a module may read because published views read it. Names in lower case.
struct Trust {
  using Names = std::set<std::string, std::less<>>;
  Names contexts;  // what SQLite gives as the place of a read: a view, a common table expression
  Names tables;    // what is read there; the module itself may not name them
};

class Authorizer {
 public:
  // While it lives the SQL is the port's own (BEGIN, PRAGMA …): everything is allowed, and the
  // reads are noted when asked. SQLite may prepare anew in the middle of a run.
  class Own {
   public:
    explicit Own(Authorizer& authorizer, Trust* noted = nullptr)
        : authorizer_(authorizer), before_(authorizer.own_) {
      authorizer_.own_ = true;
      authorizer_.noted_ = noted;
    }
    ~Own() {
      authorizer_.own_ = before_;
      authorizer_.noted_ = nullptr;
    }
    Own(const Own&) = delete;
    Own& operator=(const Own&) = delete;

   private:
    Authorizer& authorizer_;
    bool before_;
  };

  // The core's SQL: what the host keeps for itself is denied.
  void allow_core() { confinement_ = nullptr; }
  // A module's.
  void confine(const Confinement& confinement, const Trust& trust);

  // Looks at the words of a statement before its preparation: what SQLite does not ask about.
  Status check_words(std::string_view sql);

  bool defines() const { return defines_; }  // the statement checked is CREATE, ALTER or DROP

  // Why the last preparation was denied, as a sentence; empty when it was not.
  const std::string& refusal() const { return refusal_; }

  static int on_action(void* self, int action, const char* first, const char* second,
                       const char* schema, const char* context);

 private:
  int decide(int action, std::string_view first, std::string_view second, std::string_view schema,
             std::string_view context);
  int decide_module(int action, std::string_view first, std::string_view second,
                    std::string_view context);
  int decide_read(std::string_view table, std::string_view column, std::string_view context);
  int decide_change(std::string_view verb, std::string_view table);
  int deny(std::string sentence);
  bool owns(std::string_view name) const;
  bool may_name_view(std::string_view name) const;
  Status check_renaming(const std::vector<Token>& tokens) const;
  Status check_names(const std::vector<Token>& tokens) const;

  bool own_ = false;
  const Confinement* confinement_ = nullptr;  // nullptr: the core
  const Trust* trust_ = nullptr;
  Trust* noted_ = nullptr;
  bool defines_ = false;        // CREATE, ALTER, DROP
  bool creates_table_ = false;  // CREATE TABLE
  std::string refusal_;
};

}  // namespace aksis::storage
