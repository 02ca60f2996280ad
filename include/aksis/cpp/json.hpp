// Reading and writing JSON with RapidJSON's DOM: strict input, plain access.
// Pure functions, any thread; a Document belongs to one thread at a time.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wclass-memaccess"
#endif
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "encoding.hpp"
#include "result.hpp"

namespace aksis::json {

using Value = rapidjson::Value;
using Document = rapidjson::Document;

inline constexpr size_t kDepthMax = 64;

// Passes events on to the DOM and stops at what a lenient parser would let through: nesting beyond
// kDepthMax, a key given twice in one object, NUL in a text.
template <typename Next>
class StrictHandler {
 public:
  using Ch = char;
  explicit StrictHandler(Next& next) : next_(next) {}
  const char* refusal() const { return refusal_; }

  bool Null() { return next_.Null(); }
  bool Bool(bool v) { return next_.Bool(v); }
  // RapidJSON 1.1's own reading of a number reads outside its tables when digits and exponent are
  // large and of opposite sign; the grammar is its, the value the standard library's.
  bool RawNumber(const Ch* s, rapidjson::SizeType n, bool) {
    int64_t whole = 0;
    uint64_t large = 0;
    double real = 0;
    if (read(s, n, whole)) return next_.Int64(whole);
    if (read(s, n, large)) return next_.Uint64(large);
    return read(s, n, real) ? next_.Double(real) : refuse("a number is too large or too small");
  }
  bool Int(int v) { return next_.Int(v); }  // these are asked for, but never called
  bool Uint(unsigned v) { return next_.Uint(v); }
  bool Int64(int64_t v) { return next_.Int64(v); }
  bool Uint64(uint64_t v) { return next_.Uint64(v); }
  bool Double(double v) { return next_.Double(v); }
  bool String(const Ch* s, rapidjson::SizeType n, bool copy) {
    if (has_nul(s, n)) return false;
    return next_.String(s, n, copy);
  }
  bool StartObject() {
    if (!enter()) return false;
    keys_.emplace_back();
    return next_.StartObject();
  }
  bool Key(const Ch* s, rapidjson::SizeType n, bool copy) {
    if (has_nul(s, n)) return false;
    if (!keys_.back().emplace(s, n).second) return refuse("a key stands twice in one object");
    return next_.Key(s, n, copy);
  }
  bool EndObject(rapidjson::SizeType n) {
    keys_.pop_back();
    --depth_;
    return next_.EndObject(n);
  }
  bool StartArray() { return enter() && next_.StartArray(); }
  bool EndArray(rapidjson::SizeType n) {
    --depth_;
    return next_.EndArray(n);
  }

 private:
  template <typename Number>
  static bool read(const Ch* s, size_t n, Number& out) {
    const auto [end, error] = std::from_chars(s, s + n, out);
    return error == std::errc() && end == s + n;
  }
  bool refuse(const char* why) {
    refusal_ = why;
    return false;
  }
  bool enter() { return ++depth_ <= kDepthMax || refuse("nesting is deeper than 64 levels"); }
  bool has_nul(const Ch* s, rapidjson::SizeType n) {
    return std::find(s, s + n, '\0') != s + n && !refuse("a text holds a NUL character");
  }

  Next& next_;
  size_t depth_ = 0;
  std::vector<std::unordered_set<std::string>> keys_;
  const char* refusal_ = nullptr;
};

// Strict RFC 8259: valid UTF-8 (a byte-order mark is skipped), one value, no duplicate key, bounded
// depth. The message names line and column; `first_line` is where `text` begins in its file.
inline Result<Document> parse(std::string_view text, size_t first_line = 1) {
  if (auto wide = wide_encoding_error("the JSON", "Le JSON", text)) return *std::move(wide);
  text = without_mark(text);
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  Document document;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::Reader reader;
  const char* refusal = nullptr;
  auto generate = [&](Document& dom) {
    StrictHandler<Document> strict(dom);
    const bool parsed = !reader.Parse<kFlags>(bytes, strict).IsError();
    refusal = strict.refusal();
    return parsed;
  };
  document.Populate(generate);
  if (!reader.HasParseError()) return document;
  const size_t offset = std::min(reader.GetErrorOffset(), text.size());
  const auto before = text.substr(0, offset);
  const auto line =
      first_line + static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  const auto column =
      offset - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
  const auto row = std::to_string(line), place = std::to_string(column);
  if (reader.GetParseErrorCode() == rapidjson::kParseErrorStringInvalidEncoding)
    return said(
        Code::invalid,
        "line " + row + ", column " + place +
            ": the JSON is not UTF-8 but perhaps Windows-1252 or ISO-8859-1 (Latin-1); save "
            "it as UTF-8",
        "Ligne " + row + ", colonne " + place +
            " : le JSON n’est pas en UTF-8, mais peut-être en Windows-1252 ou en ISO-8859-1 "
            "(Latin-1) ; enregistrez-le en UTF-8.");
  const std::string why =
      refusal ? refusal : rapidjson::GetParseError_En(reader.GetParseErrorCode());
  return said(Code::invalid, "the JSON is wrong at line " + row + ", column " + place + ": " + why,
              "Le JSON est faux à la ligne " + row + ", colonne " + place + " (" + why + ").");
}

inline std::string_view text(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

// The member `name` of an object, or nullptr when it is absent or null.
inline const Value* member(const Value& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  const Value key(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())));
  const auto found = object.FindMember(key);
  if (found == object.MemberEnd() || found->value.IsNull()) return nullptr;
  return &found->value;
}

// Members with a default for "absent, null or of another type"; schemas refuse the latter before.
inline std::string_view text(const Value& object, std::string_view name,
                             std::string_view otherwise = {}) {
  const Value* found = member(object, name);
  return found && found->IsString() ? text(*found) : otherwise;
}
inline int64_t integer(const Value& object, std::string_view name, int64_t otherwise = 0) {
  const Value* found = member(object, name);
  return found && found->IsInt64() ? found->GetInt64() : otherwise;
}
inline double number(const Value& object, std::string_view name, double otherwise = 0) {
  const Value* found = member(object, name);
  return found && found->IsNumber() ? found->GetDouble() : otherwise;
}
inline bool boolean(const Value& object, std::string_view name, bool otherwise = false) {
  const Value* found = member(object, name);
  return found && found->IsBool() ? found->GetBool() : otherwise;
}

// Writes compact JSON member by member. Usage: Writer w; w.object().member("id", id).end().
class Writer {
 public:
  Writer& object() {
    writer_.StartObject();
    open_.push_back('}');
    return *this;
  }
  Writer& array() {
    writer_.StartArray();
    open_.push_back(']');
    return *this;
  }
  Writer& end() {
    assert(!open_.empty());
    open_.back() == '}' ? writer_.EndObject() : writer_.EndArray();
    open_.pop_back();
    return *this;
  }
  Writer& key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    return *this;
  }
  Writer& value(std::string_view v) {
    writer_.String(v.data(), static_cast<rapidjson::SizeType>(v.size()));
    return *this;
  }
  Writer& value(const char* v) { return value(std::string_view(v)); }
  Writer& value(const std::string& v) { return value(std::string_view(v)); }
  Writer& value(bool v) {
    writer_.Bool(v);
    return *this;
  }
  Writer& value(double v) {
    writer_.Double(v);
    return *this;
  }
  template <std::integral T>
  requires(!std::same_as<T, bool>) Writer& value(T v) {
    if constexpr (std::is_signed_v<T>)
      writer_.Int64(v);
    else
      writer_.Uint64(v);
    return *this;
  }
  Writer& value(const Value& v) {
    v.Accept(writer_);
    return *this;
  }
  Writer& null() {
    writer_.Null();
    return *this;
  }
  template <typename T>
  Writer& value(const std::optional<T>& v) {
    return v ? value(*v) : null();
  }
  // Text that is JSON already.
  Writer& raw(std::string_view json) {
    writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    return *this;
  }
  template <typename T>
  Writer& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  std::string text() const {
    assert(open_.empty());
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
  std::vector<char> open_;
};

inline std::string dump(const Value& value) {
  return Writer().value(value).text();
}

}  // namespace aksis::json
