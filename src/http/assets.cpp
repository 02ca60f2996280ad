#include "http/assets.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>

#include "base/identity.hpp"
#include "base/read_bytes.hpp"
#include "http/pack.hpp"

namespace aksis::http {
namespace {

constexpr size_t kCompressedFrom = 512;  // bytes; below, the fields weigh more than the gain
constexpr size_t kAssetBytesMax = 16 << 20;
constexpr size_t kHashDigits = 8;  // at least, in "name-1a2b3c4d.js"
// Compressed while the server starts, so with less effort than a build takes.
constexpr int kGzipEffort = 6;
constexpr int kBrotliEffort = 5;
constexpr std::string_view kFiles = "/ui/";  // below it, an unknown path is never a page
constexpr std::string_view kIndex = "/index.html";
constexpr std::string_view kUnknownType = "application/octet-stream";

const std::map<std::string_view, std::string_view> kTypes = {
    {"html", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"txt", "text/plain; charset=utf-8"},
    {"webmanifest", "application/manifest+json"},
    {"map", "application/json"}};

std::string_view type_of(std::string_view path) {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return kUnknownType;
  const auto known = kTypes.find(path.substr(dot + 1));
  return known == kTypes.end() ? kUnknownType : known->second;
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("svg") != std::string_view::npos;
}

// "app-1a2b3c4d.js" or a path segment of hexadecimal digits only.
bool is_hashed(std::string_view path) {
  size_t run = 0;
  bool after_mark = true;
  for (const char c : path) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    const bool mark = c == '/' || c == '-' || c == '.';
    if (mark && run >= kHashDigits) return true;
    run = digit && after_mark ? run + 1 : 0;
    after_mark = mark || (digit && run > 0);
  }
  return false;
}

std::string gzip(std::string_view content) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, kGzipEffort, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

std::string brotli(std::string_view content) {
  std::string out(BrotliEncoderMaxCompressedSize(content.size()), '\0');
  size_t size = out.size();
  const bool done =
      BrotliEncoderCompress(kBrotliEffort, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
                            content.size(), reinterpret_cast<const uint8_t*>(content.data()), &size,
                            reinterpret_cast<uint8_t*>(out.data()));
  out.resize(done ? size : 0);
  return out;
}

std::string etag_of(std::string_view content) {
  return sha256_hex(content).substr(0, 32);
}

// A path below a mounted folder that stays there and hides nothing.
bool is_plain_path(std::string_view path) {
  while (!path.empty()) {
    const auto part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    if (part.empty() || part.front() == '.' || part.find('\0') != std::string_view::npos)
      return false;
  }
  return true;
}

}  // namespace

void Assets::add(std::string path, std::string content) {
  auto asset = std::make_shared<Asset>();
  asset->media_type = type_of(path);
  asset->etag = etag_of(content);
  asset->immutable = is_hashed(path);
  asset->plain = asset->held_plain = std::move(content);
  if (asset->plain.size() >= kCompressedFrom && is_compressible(asset->media_type)) {
    asset->held_gzip = gzip(asset->plain);
    asset->held_brotli = brotli(asset->plain);
    if (asset->held_gzip.size() < asset->plain.size()) asset->gzip = asset->held_gzip;
    if (asset->held_brotli.size() < asset->plain.size()) asset->brotli = asset->held_brotli;
  }
  assets_.insert_or_assign(std::move(path), std::move(asset));
}

Status Assets::add_folder(const std::string& prefix, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    if (at->is_symlink() || !at->is_regular_file()) continue;
    AKSIS_ASSIGN(content, read_bytes(at->path().string(), kAssetBytesMax));
    add(prefix + "/" + fs::relative(at->path(), folder).generic_string(), std::move(content));
  }
  if (error) return invalid("the folder " + folder + " cannot be read: " + error.message());
  return {};
}

Status Assets::add_pack(std::string_view pack) {
  AKSIS_ASSIGN(files, read_pack(pack));
  for (const auto& file : files) {
    auto asset = std::make_shared<Asset>();
    asset->media_type = type_of(file.path);
    asset->etag = file.etag;
    asset->immutable = is_hashed(file.path);
    asset->plain = file.plain;
    asset->gzip = file.gzip;
    asset->brotli = file.brotli;
    assets_.insert_or_assign(std::string(file.path), std::move(asset));
  }
  return {};
}

void Assets::mount(std::string prefix, std::string folder) {
  const auto longer = [&](const auto& one) { return one.first.size() < prefix.size(); };
  const auto at = std::find_if(mounts_.begin(), mounts_.end(), longer);
  mounts_.insert(at, {std::move(prefix), std::move(folder)});
}

Assets::Found Assets::find(std::string_view path) const {
  if (path.empty()) return nullptr;
  if (path.back() == '/') return find(std::string(path) + "index.html");
  if (auto mounted = read_mounted(path)) return mounted;
  const auto known = assets_.find(path);
  return known == assets_.end() ? nullptr : known->second;
}

Assets::Found Assets::page_for(std::string_view path) const {
  const bool file = path.starts_with(kFiles) || type_of(path) != kUnknownType;
  return file ? nullptr : find(kIndex);
}

Assets::Found Assets::read_mounted(std::string_view path) const {
  for (const auto& [prefix, folder] : mounts_) {
    if (!path.starts_with(prefix + "/")) continue;
    const auto name = path.substr(prefix.size() + 1);
    if (!is_plain_path(name)) return nullptr;
    auto content = read_bytes(folder + "/" + std::string(name), kAssetBytesMax);
    if (!content) return nullptr;
    auto asset = std::make_shared<Asset>();
    asset->media_type = type_of(path);
    asset->etag = etag_of(*content);
    asset->plain = asset->held_plain = std::move(*content);
    return asset;
  }
  return nullptr;
}

}  // namespace aksis::http
