// The part of the service that runs on a worker: input out of path, query and body; idempotency;
// the operation; the reply.
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/identity.hpp"
#include "base/log.hpp"
#include "http/conditions.hpp"
#include "http/cookies.hpp"
#include "http/request_reader.hpp"
#include "http/service.hpp"
#include "operations/coerce.hpp"
#include "operations/percent.hpp"

namespace aksis::http {
namespace {

using operations::Kind;
using operations::Plus;

constexpr size_t kQueryValuesMax = 256;

std::string hex(const unsigned char* bytes, size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out += fmt::format("{:02x}", bytes[i]);
  return out;
}

// A version for what has none of its own: not secret, only different when the content is.
std::string content_tag(std::string_view content) {
  constexpr std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> kKey{};
  std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> out;
  crypto_shorthash_siphashx24(out.data(), reinterpret_cast<const unsigned char*>(content.data()),
                              content.size(), kKey.data());
  return hex(out.data(), out.size());
}

// Names in their order, each with its values in theirs.
using Query = std::map<std::string, std::vector<std::string>>;

Result<Query> read_query(std::string_view query) {
  Query out;
  size_t count = 0;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (++count > kQueryValuesMax)
      return invalid(fmt::format("the query holds more than {} values", kQueryValuesMax));
    const auto equals = pair.find('=');
    AKSIS_ASSIGN(name, operations::percent_decode(pair.substr(0, equals), Plus::space));
    const auto text = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    AKSIS_ASSIGN(value, operations::percent_decode(text, Plus::space));
    out[name].push_back(std::move(value));
  }
  return out;
}

Error twice(const std::string& name, std::string_view where) {
  return Error{
      Code::invalid,
      fmt::format("'{}' stands in the {} and elsewhere in the request; give it once", name, where),
      {{"/" + name, "This is given twice."}}};
}

// What tells one body from another under one Idempotency-Key. A file is read in blocks.
Result<std::string> body_hash(const Exchange& exchange) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(),
                                                                     EVP_MD_CTX_free);
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  const auto add = [&](std::string_view part) {
    EVP_DigestUpdate(hash.get(), part.data(), part.size());
    EVP_DigestUpdate(hash.get(), "\n", 1);
  };
  add(exchange.head.method);
  add(exchange.head.target);
  add(exchange.body);
  if (exchange.upload) {
    const int file = ::open(exchange.upload->path().c_str(), O_RDONLY | O_CLOEXEC);
    std::vector<char> block(64 * 1024);
    ssize_t size = file < 0 ? -1 : 0;
    while (file >= 0 && (size = ::read(file, block.data(), block.size())) > 0)
      EVP_DigestUpdate(hash.get(), block.data(), static_cast<size_t>(size));
    if (file >= 0) ::close(file);
    if (size < 0) return internal("the upload cannot be read back");
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned size = 0;
  EVP_DigestFinal_ex(hash.get(), out.data(), &size);
  return hex(out.data(), size);
}

}  // namespace

Result<json::Document> Service::build_input(const Exchange& exchange) const {
  json::Document input(rapidjson::kObjectType);
  if (!exchange.upload && !exchange.body.empty()) {
    AKSIS_ASSIGN(parsed, json::parse(exchange.body));
    if (!parsed.IsObject()) return invalid("the body must be a JSON object");
    input = std::move(parsed);
  }
  const auto& schema = registry_.input_schema(*exchange.operation);
  AKSIS_ASSIGN(query, read_query(exchange.head.query));
  const auto& upload = exchange.operation->upload;
  for (const auto& [name, texts] : query) {
    if (input.HasMember(name)) return twice(name, "query");
    // Only this machine's own users may name its files.
    if (upload && name == upload->field && !exchange.principal.local)
      return invalid(fmt::format("'{}' is the file itself: send it as the body", name));
    set_from_text(input, schema, name, texts);
  }
  for (const auto& [name, text] : exchange.path_values) {
    if (input.HasMember(name)) return twice(name, "path");
    set_from_text(input, schema, name, {text});
  }
  if (exchange.upload) {
    if (input.HasMember(upload->field)) return twice(upload->field, "body");
    set_from_text(input, schema, upload->field, {exchange.upload->path()});
  }
  return input;
}

// A defect outside the handler, or no memory left, ends one request and not the process.
void Service::execute(Exchange& exchange) const {
  try {
    execute_or_throw(exchange);
  } catch (const std::exception& defect) {
    log::error("http", std::string("a request met a defect: ") + defect.what());
    refuse(exchange, internal("the request met a defect of the program; the log has the cause"));
  } catch (...) {
    refuse(exchange, internal("the request met a defect of the program"));
  }
}

void Service::execute_or_throw(Exchange& exchange) const {
  auto input = build_input(exchange);
  if (!input) return refuse(exchange, input.error());
  const auto& head = exchange.head;
  operations::Call call(exchange.principal, std::move(*input));
  call.language = exchange.language;
  call.request_id = exchange.request_id;
  call.origin = origin_of(exchange);
  auto version = expected_version(head.field("If-Match"));
  if (!version) return refuse(exchange, version.error());
  call.if_match = std::move(*version);
  call.stop = exchange.stop;
  if (exchange.as_lines)
    call.on_progress = [&exchange](int64_t done, int64_t total, std::string_view message) {
      exchange.progress.set(done, total, message);
      if (exchange.on_progress) exchange.on_progress();
    };
  const auto key = head.field("Idempotency-Key");
  const bool changes = exchange.operation->kind != Kind::read &&
                       (head.method == "POST" || head.method == "PUT" || head.method == "PATCH");
  exchange.reply = key.empty() || !changes ? run(exchange, call) : run_once(exchange, call, key);
}

Reply Service::run(Exchange& exchange, operations::Call& call) const {
  if (auto done = registry_.run(*exchange.operation, call); !done) {
    refuse(exchange, done.error());
    // A refusal may end a session: its cookie goes too.
    for (const auto& cookie : call.cookies)
      exchange.reply.fields.emplace_back("Set-Cookie", set_cookie(cookie, call.origin.secure));
    return std::move(exchange.reply);
  }
  Reply reply;
  reply.etag = call.etag;
  reply.body = call.take_response();
  for (const auto& cookie : call.cookies)
    reply.fields.emplace_back("Set-Cookie", set_cookie(cookie, call.origin.secure));
  if (reply.body.empty()) {
    reply.status = 204;
    return reply;
  }
  reply.media_type = kJson;
  const bool read = exchange.operation->kind == Kind::read &&
                    (exchange.head.method == "GET" || exchange.head.method == "HEAD");
  if (!read) return reply;
  if (reply.etag.empty()) reply.etag = content_tag(reply.body);
  if (matches_etag(exchange.head.list("If-None-Match"), reply.etag)) {
    reply.status = 304;
    reply.body.clear();
  }
  return reply;
}

// The change happens at most once for a key; later calls with it get the first answer again.
Reply Service::run_once(Exchange& exchange, operations::Call& call, std::string_view key) const {
  const auto refused = [&](const Error& error, int status = 0) {
    refuse(exchange, error, status);
    return std::move(exchange.reply);
  };
  if (exchange.operation->shows_secret)
    return refused(
        invalid("the answer holds a secret that is shown once: it is not kept for an "
                "Idempotency-Key; send the request without"));
  if (!idempotency_) return refused(invalid("Idempotency-Key is not offered by this server"));
  if (key.size() > limits_.idempotency_key_bytes)
    return refused(invalid(
        fmt::format("Idempotency-Key is longer than {} bytes", limits_.idempotency_key_bytes)));
  auto hash = body_hash(exchange);
  if (!hash) return refused(hash.error());
  const IdempotencyKey name{exchange.principal.id, exchange.operation->id, std::string(key)};
  auto claim = idempotency_->claim(name, *hash);
  if (!claim) return refused(claim.error());
  switch (claim->state) {
    case IdempotencyStore::State::running:
      return refused(Error{Code::conflict,
                           "the first request with this Idempotency-Key still runs; ask again in a "
                           "moment",
                           {}});
    case IdempotencyStore::State::mismatch:
      return refused(
          invalid("this Idempotency-Key came before with another request; make a new key "
                  "for another change"),
          422);
    case IdempotencyStore::State::done: {
      Reply reply;
      reply.status = claim->answer.status;
      reply.body = std::move(claim->answer.body);
      reply.etag = std::move(claim->answer.etag);
      if (!reply.body.empty()) reply.media_type = kJson;
      reply.fields.emplace_back("Idempotency-Replayed", "true");
      return reply;
    }
    case IdempotencyStore::State::fresh:
      break;
  }
  auto reply = run(exchange, call);
  // A refusal changed nothing, so the same key may try again once the cause is gone.
  if (reply.status >= 400) {
    idempotency_->release(name);
  } else if (auto kept = idempotency_->finish(name, {reply.status, reply.body, reply.etag});
             !kept) {
    log::warning("http",
                 "an answer could not be kept for its Idempotency-Key: " + kept.error().message);
  }
  return reply;
}

std::string answer_bytes(Service& service, std::string_view bytes, const Limits& limits) {
  Exchange exchange;
  RequestReader reader(exchange.head, limits.header_bytes);
  auto taken = reader.read_head(bytes);
  if (taken && *taken == 0) return "";
  if (taken) {
    service.plan(exchange);
    if (exchange.next == Exchange::Next::execute) {
      auto rest = reader.read_body(bytes.substr(*taken), exchange.body, exchange.body_max);
      if (!rest)
        service.refuse(exchange, rest.error());
      else if (!reader.done())
        return "";
      else
        service.execute(exchange);
    }
  } else {
    service.refuse(exchange, taken.error());
  }
  return head_bytes(exchange.reply, {}, exchange.request_id) +
         std::string(exchange.reply.content());
}

}  // namespace aksis::http
