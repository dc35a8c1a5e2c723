"""Measures every field of the mini families without any of this project's code.

A dense, slow, plain numpy version of METHOD section 1: Philox and the graph edge by edge, the exact
quantile by sorting everything, and each relaxation step over all nodes. It reads the files itself
too. Its rows are kept in ../resources/minis-expected.csv, against which the pipeline is tested.

    python3 independent_probe.py ../shared/data minis-expected.csv
"""
import numpy as np, zipfile, pickle, io, json, struct, sys, os, csv, re
D=sys.argv[1]
M0,M1,W0,W1=0xD2511F53,0xCD9E8D57,0x9E3779B9,0xBB67AE85
MASK=0xFFFFFFFF
def philox(c,k):
    c=list(c);k=list(k)
    for i in range(10):
        p0=M0*c[0];p1=M1*c[2]
        c=[((p1>>32)^c[1]^k[0])&MASK,p1&MASK,((p0>>32)^c[3]^k[1])&MASK,p0&MASK]
        k=[(k[0]+W0)&MASK,(k[1]+W1)&MASK]
    return c
assert ['%08x'%x for x in philox((0,0,0,0),(0,0))]==['6627e8d5','e169c58d','bc57ac4c','9b00dbd8']
def graph(n,seed=42):
    src=[1,2];tgt=[0,0]
    for v in range(3,n):
        E=2*v-4
        prev=-1
        for k in range(2):
            e=E+k;a=0
            while True:
                o=philox((e&MASK,e>>32,a,0),(seed&MASK,seed>>32))
                w=o[0]|(o[1]<<32); r=(w*(2*E))>>64
                t=src[r>>1] if r%2==0 else tgt[r>>1]
                if k==1 and t==prev: a+=1; continue
                break
            if k==0: prev=t
            src.append(v);tgt.append(t)
    s=np.array(src);t=np.array(tgt)
    a=np.concatenate([s,t]);b=np.concatenate([t,s])
    o=np.lexsort((a,b)); return a[o],b[o],np.bincount(b,minlength=n)
def probe(u,g):
    frm,to,deg=g;u=u.copy();n=len(u)
    m=np.sort(np.abs(u));pos=0.9*(n-1);k=int(np.floor(pos));tau=m[k]+(pos-k)*(m[min(k+1,n-1)]-m[k])
    s=0;steps=0
    while steps<500:
        act=np.abs(u)>tau
        c=int(act.sum())
        if c==0: break
        s+=c;steps+=1
        x=np.where(act,(0.3*u)/deg,0.0)
        u=np.where(act,(1-0.3)*u,u)+np.bincount(to,weights=x[frm],minlength=n)
    return tau,s,steps
class U(pickle.Unpickler):
    def find_class(self,m,n):
        if n=='OrderedDict':
            class OD(dict):
                def __setstate__(self,s): pass
            return OD
        if n=='_rebuild_tensor_v2': return lambda st,off,size,stride,*r:(st,off,size,stride)
        if 'Storage' in n: return n
        raise Exception(m+n)
    def persistent_load(self,p): return p
def load_zip(path):
    z=zipfile.ZipFile(path);root=z.namelist()[0].split('/')[0]
    d=U(io.BytesIO(z.read(root+'/data.pkl'))).load();out={}
    for k,v in d.items():
        (st,off,size,stride)=v
        dt={'FloatStorage':np.float32,'HalfStorage':np.float16}.get(st[1])
        if dt is None: continue
        arr=np.frombuffer(z.read(root+'/data/'+st[2]),dt)
        out[k]=np.lib.stride_tricks.as_strided(arr[off:],size,[x*arr.itemsize for x in stride]).ravel()
    return out
def load_st(path):
    f=open(path,'rb').read();n=struct.unpack('<Q',f[:8])[0];h=json.loads(f[8:8+n]);out={}
    for k,v in h.items():
        if k=='__metadata__' or v['dtype']!='F16': continue
        a,b=v['data_offsets'];out[k]=np.frombuffer(f[8+n+a:8+n+b],np.float16)
    return out
def pico(path):
    d=load_zip(path);ks=[]
    for k in d:
        m=re.match(r'^(.*layers\.)(\d+)\.(attention\.v_proj|attention\.o_proj|swiglu\.w_2)$',k)
        ks.append((int(m[2]),['attention.v_proj','attention.o_proj','swiglu.w_2'].index(m[3]),k))
    return np.concatenate([d[k].astype(np.float64) for _,_,k in sorted(ks)])
def pythia(path):
    p=path+'/pytorch_model.bin'
    d=load_zip(p) if os.path.exists(p) else load_st(path+'/model.safetensors')
    parts=['input_layernorm','post_attention_layernorm','attention.query_key_value','attention.dense','mlp.dense_h_to_4h','mlp.dense_4h_to_h']
    order=['gpt_neox.embed_in.weight']
    L=1+max(int(re.search(r'layers\.(\d+)',k)[1]) for k in d if 'layers.' in k)
    for l in range(L):
        for q in parts:
            for w in ('weight','bias'): order.append(f'gpt_neox.layers.{l}.{q}.{w}')
    order+=['gpt_neox.final_layer_norm.weight','gpt_neox.final_layer_norm.bias','embed_out.weight']
    return np.concatenate([d[k].astype(np.float64) for k in order])
w=csv.writer(open(sys.argv[2],'w',newline=''));w.writerow('family,scale,from_step,step,n,tau,s,n_steps'.split(','))
for sc in ('d12','d18','d24','d36'):
    g=None
    for t in range(0,993,8):
        u=pico(f'{D}/pico-mini/pico-mini-{sc}/checkpoints/step_{t}/learning_dynamics/train_gradients.pt')
        if g is None: g=graph(len(u))
        tau,s,st=probe(u,g);w.writerow(['pico-mini',sc,t,t,len(u),repr(float(tau)),s,st])
for sc in ('6k','10k','26k','44k','87k'):
    b=f'{D}/pythia-mini/pythia-mini-{sc}'
    steps=sorted(int(x[4:]) for x in os.listdir(b) if x.startswith('step'))
    g=None;prev=None
    for t in steps:
        u=pythia(f'{b}/step{t}')
        if g is None: g=graph(len(u))
        if prev is not None:
            tau,s,st=probe(u-prev[1],g);w.writerow(['pythia-mini','pythia-mini-'+sc,prev[0],t,len(u),repr(float(tau)),s,st])
        prev=(t,u)
