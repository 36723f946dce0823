"""Enumerations: inputs that take one of a few words or numbers."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    CreateGradientMask,
    DenoiseLatents,
    Flux2DevModelLoader,
    Flux2KleinTextEncoder,
    FluxDenoise,
    Ideogram4Denoise,
    ImageChannel,
    ImageResize,
    Integer,
    InvokeImageBlend,
    MaxSequenceLength,
    MetadataToScheduler,
    Noise,
    ResampleMode,
    Scheduler,
    SchedulerName,
    SegmentAnything,
    String,
    StringJoin,
)

quick: SchedulerName = "euler"
scheduler = Scheduler(scheduler=quick)
denoise = DenoiseLatents(scheduler="dpmpp_2m_sde_k")
denoise.scheduler = quick
denoise.scheduler = scheduler.scheduler
denoise.scheduler = MetadataToScheduler().scheduler
scheduler.scheduler = "lcm"
scheduler.scheduler = MetadataToScheduler().scheduler
flux = FluxDenoise(scheduler="lcm", dype_preset="4k")
noise = Noise(noise_type="FLUX.2")
mode: ResampleMode = "bicubic"
resize = ImageResize(resample_mode=mode)
loader = Flux2DevModelLoader(max_seq_len=512)
loader.max_seq_len = 256
text = Flux2KleinTextEncoder(max_seq_len=loader.max_seq_len)
blend = InvokeImageBlend(blend_mode="Lighten Only (EAL)", color_space="Oklch (Oklab)")
channel = ImageChannel(channel="A")

assert_type(scheduler.scheduler, Output[SchedulerName])
assert_type(loader.max_seq_len, Output[MaxSequenceLength])
assert_type(resize.resample_mode, ResampleMode | Output[ResampleMode] | None)

denoise.scheduler = "Euler"  # wrong: it is written small
denoise.scheduler = String(value="euler").value  # wrong: any text to one of the schedulers
denoise.scheduler = 3  # wrong: a number to a word
denoise.scheduler = ["euler"]  # wrong: a list to one word
scheduler.scheduler = mode  # wrong: words of another enumeration
flux.scheduler = scheduler.scheduler  # wrong: a wider enumeration
flux.dype_preset = "8k"  # wrong: no such preset
noise.noise_type = "SDXL"  # wrong: no such type
resize.resample_mode = quick  # wrong: words of another enumeration
loader.max_seq_len = 300  # wrong: 256 or 512
loader.max_seq_len = "long"  # wrong: text to a number
loader.max_seq_len = Integer(value=256).value  # wrong: any int to 256 or 512
StringJoin(string_left=scheduler.scheduler)  # wrong: the server refuses a choice to str
Integer(value=loader.max_seq_len)  # wrong: the server refuses a choice to int
blend.blend_mode = "Dodge"  # wrong: no such mode
channel.channel = "X"  # wrong: no such channel
CreateGradientMask(coherence_mode="staged")  # wrong: it is written large
SegmentAnything(mask_filter="best")  # wrong: no such filter
Ideogram4Denoise(sampler_preset="fast")  # wrong: no such preset
