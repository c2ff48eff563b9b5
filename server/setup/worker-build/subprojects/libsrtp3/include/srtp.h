// Offers the part of the libsrtp 3 interface that mediasoup's worker calls, on top of libsrtp 2.
// Header only: every function here is an overload (other parameters) or a new name, so nothing has
// to be linked besides libsrtp 2 itself.
#ifndef OPENSTUDIO_LIBSRTP3_SRTP_H
#define OPENSTUDIO_LIBSRTP3_SRTP_H

// In libsrtp 2 a policy is a struct the caller fills in, in libsrtp 3 an opaque handle of the same
// name. The struct gets another name while its header is read.
#define srtp_policy_t libsrtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Error codes that libsrtp 2 does not have, with the numbers of libsrtp 3.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

// SRTCP appends its index (RFC 3711, 3.4) besides the tag that SRTP_MAX_TRAILER_LEN counts.
inline constexpr size_t openstudio_srtcp_index_length = 4;

struct openstudio_srtp_policy
{
	libsrtp2_policy_t policy{};
	// Master key and salt, one after the other: libsrtp 2 reads both through one pointer.
	unsigned char key_and_salt[SRTP_MAX_KEY_LEN]{};
};

using srtp_policy_t = openstudio_srtp_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	auto* created = new (std::nothrow) openstudio_srtp_policy();

	if (created == nullptr)
	{
		return srtp_err_status_alloc_fail;
	}

	created->policy.key = created->key_and_salt;
	*policy             = created;

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy == nullptr)
	{
		return;
	}

	// A plain memset before delete may be optimised away, and key material would stay in the heap.
	volatile unsigned char* byte = policy->key_and_salt;

	for (size_t i = 0; i < sizeof(policy->key_and_salt); ++i)
	{
		byte[i] = 0;
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t status =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	if (status != srtp_err_status_ok)
	{
		return status;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t key_len,
  const uint8_t* salt,
  size_t salt_len,
  const uint8_t* mki,
  size_t mki_len)
{
	// The worker uses no master key identifiers.
	if (mki != nullptr || mki_len != 0 || key_len + salt_len > sizeof(policy->key_and_salt))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key_and_salt, key, key_len);
	std::memcpy(policy->key_and_salt + key_len, salt, salt_len);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t window_size)
{
	policy->policy.window_size = static_cast<unsigned long>(window_size);

	return srtp_err_status_ok;
}

// The session copies what it needs of the policy, which may be destroyed afterwards.
inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, static_cast<const libsrtp2_policy_t*>(&policy->policy));
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

// Runs one of the four in-place functions of libsrtp 2 between two buffers. `growth` is the most
// that the packet may grow by; on return `*out_len` is the length of the result.
inline srtp_err_status_t openstudio_srtp_apply(
  srtp_err_status_t (*in_place)(srtp_t, void*, int*),
  srtp_t session,
  const uint8_t* in,
  size_t in_len,
  uint8_t* out,
  size_t* out_len,
  size_t growth)
{
	if (in_len > static_cast<size_t>(INT_MAX) - growth)
	{
		return srtp_err_status_bad_param;
	}

	if (*out_len < in_len + growth)
	{
		return srtp_err_status_buffer_small;
	}

	if (in != out)
	{
		std::memmove(out, in, in_len);
	}

	int len = static_cast<int>(in_len);

	const srtp_err_status_t status = in_place(session, out, &len);

	if (status == srtp_err_status_ok)
	{
		*out_len = static_cast<size_t>(len);
	}

	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtp_len, uint8_t* srtp, size_t* srtp_len, size_t /*mki_index*/)
{
	return openstudio_srtp_apply(
	  srtp_protect, session, rtp, rtp_len, srtp, srtp_len, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtp_len, uint8_t* rtp, size_t* rtp_len)
{
	return openstudio_srtp_apply(srtp_unprotect, session, srtp, srtp_len, rtp, rtp_len, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcp_len, uint8_t* srtcp, size_t* srtcp_len, size_t /*mki_index*/)
{
	return openstudio_srtp_apply(
	  srtp_protect_rtcp,
	  session,
	  rtcp,
	  rtcp_len,
	  srtcp,
	  srtcp_len,
	  SRTP_MAX_TRAILER_LEN + openstudio_srtcp_index_length);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcp_len, uint8_t* rtcp, size_t* rtcp_len)
{
	return openstudio_srtp_apply(srtp_unprotect_rtcp, session, srtcp, srtcp_len, rtcp, rtcp_len, 0);
}

#endif
